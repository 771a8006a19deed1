"""The Discord side of the house: one extension a noun, the bridge to Discord, and pure looks."""
