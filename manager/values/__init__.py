"""What goes into the conversation memory and comes out of it: frozen values that know no table."""
