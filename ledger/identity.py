from typing import NewType

BookId = NewType("BookId", int)
ConversationId = NewType("ConversationId", int)
OperationId = NewType("OperationId", int)
OperationKey = NewType("OperationKey", str)
"""Twelve letters and digits that stand in the sheet's Operation ID column and name the operation for ever."""
