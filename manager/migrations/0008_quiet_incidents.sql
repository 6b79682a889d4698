-- The owner may ask for quiet about an incident that comes and goes.
ALTER TABLE incidents ADD COLUMN muted_until TEXT;
