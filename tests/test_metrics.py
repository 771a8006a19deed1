"""Figures for Prometheus, as a real process serves them: what is counted, and that nobody is named."""

import re

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.sandbox.server import Sandbox
from tests.test_command_line import DO_NOT_RESTART, TOP, Begin, begin, ended, pointing_at
from tests.test_starting import heard, stopped

__all__ = ["begin"]


async def test_a_running_bot_serves_its_figures_and_none_of_them_names_anybody(begin: Begin) -> None:
    async with Sandbox() as sandbox:
        process = await begin("run", **pointing_at(sandbox, METRICS_PORT="0"))
        at = re.findall(r"http://[\d.:]+", await heard(process, "figures for Prometheus are at"))[-1]
        await heard(process, "the public log is at")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{at}/metrics") as answer:
                text = await answer.text()
            async with session.get(f"{at}/healthz") as answer:
                assert (answer.status, await answer.text()) == (200, "ok\n")
        await stopped(process)

    served = set(re.findall(r"^# TYPE (\S+)", text, re.MULTILINE))
    for page in ("docs/operating.md", "deploy/alerts.yml"):
        told = set(re.findall(r"\b(?:minga|process)_[a-z_]+", (TOP / page).read_text(encoding="utf-8")))
        assert told, page
        assert told <= served, page
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    value = {sample.name: sample.value for sample in samples if not sample.labels}
    assert value["minga_gateway_connected"] == 1
    assert value["minga_database_up"] == 1
    assert value["minga_outbox_owed"] == 0
    assert value["minga_taps_received_total"] == value["minga_taps_committed_total"] == 0
    assert value["minga_database_turn_seconds_count"] > 0
    assert {"process_resident_memory_bytes", "minga_inbox_oldest_seconds"} <= set(value)
    answers = {s.labels["status"]: s.value for s in samples if s.name == "minga_discord_requests_total"}
    assert answers["2xx"] > 0
    assert answers["5xx"] == 0
    ours = [sample for sample in samples if sample.name.startswith("minga_")]
    labels = {name for sample in ours for name in sample.labels}
    assert labels == {"how", "status", "sweep", "le", "version", "python", "discord_py", "database"} - (
        set() if any("sweep" in sample.labels for sample in ours) else {"sweep"}
    )


async def test_without_a_port_no_figures_are_served(begin: Begin) -> None:
    async with Sandbox() as sandbox:
        process = await begin("run", **pointing_at(sandbox))
        written = await heard(process, "the public log is at") + await stopped(process)

    assert "figures" not in written


@pytest.mark.parametrize("settings", [{"METRICS_HOST": "192.0.2.1", "METRICS_PORT": "0"}])
async def test_an_address_that_is_not_this_machines_is_a_fault_of_configuration(
    begin: Begin, settings: dict[str, str]
) -> None:
    async with Sandbox() as sandbox:
        run = await ended(await begin("run", **pointing_at(sandbox, **settings)))

    assert run.code == DO_NOT_RESTART
    assert "The figures cannot be served with METRICS_HOST=192.0.2.1 and METRICS_PORT=0" in run.complained
