"""The rules of the movement, pure: no Discord, no database, no clock, no await."""
