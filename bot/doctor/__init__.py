"""The doctor: looks at all that Minga needs, from the settings to a channel's permissions, and says what to do."""
