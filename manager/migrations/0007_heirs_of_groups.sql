-- The supergroup that a group has become: what still comes from the group belongs there.
ALTER TABLE chats ADD COLUMN heir_id INTEGER;
