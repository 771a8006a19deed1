"""How mutants are met: an example that kills one is enough, so nothing is done to find a smaller one."""

from hypothesis import Phase, settings

settings.register_profile(
    "mutants", parent=settings.get_profile("house"), phases=[Phase.explicit, Phase.generate], print_blob=False
)
