"""The export: the same site as files, which any web host can hand out; the same log makes the same bytes."""

from dataclasses import dataclass
from pathlib import Path

from bot.services.public import PublicServices
from bot.services.publications import PublishedServer
from bot.web.crawlers import MAPS, ROBOTS, robots
from bot.web.filed_roads import FiledRoads, file_at
from bot.web.folder import ExportRefused, Folder, opened
from bot.web.rooms.sitemap import list_of_maps
from bot.web.site import Site
from bot.web.whole_files import whole_files
from bot.words import languages

LINES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an export: how many logs are in it, and how many files were written, left and taken away."""

    logs: int
    written: int
    kept: int
    removed: int


async def export(
    services: PublicServices, path: Path, *, only: str | None = None, base_url: str | None = None
) -> Exported:
    """Write the logs that are published into a folder; `only` one, if named, which is the whole folder then.

    What is read must stand still meanwhile. `base_url` is where people will reach the folder. Raises `ExportRefused`.
    """
    servers = await services.commons.published_servers()
    published = {server.slug: server for server in servers}
    with opened(path, is_of=only or "") as folder:
        if only is not None and only not in published and only != folder.was_of:
            raise ExportRefused(_nothing_at(only, published))
        chosen = servers if only is None else [published[only]] if only in published else []
        site = Site(services)
        for server in chosen:
            await _write_log(services, site, folder, server, "" if only else server.slug, base_url)
        await _write_for_crawlers(site, folder, {server.slug for server in chosen}, only, base_url)
        if only is None:
            spoken = {server.language for server in servers}
            language = spoken.pop() if len(spoken) == 1 else languages()[0]
            folder.put(file_at(""), site.studio.servers(servers, language, FiledRoads("", "", base_url)).body)
        if chosen or only is None:
            for name, page in site.studio.static.items():
                folder.put(f"static/{name}", page.body)
        folder.finish()
        return Exported(len(chosen), folder.written, folder.kept, folder.removed)


async def _write_log(
    services: PublicServices, site: Site, folder: Folder, server: PublishedServer, log: str, base_url: str | None
) -> None:
    inside = f"{log}/" if log else ""
    async for place, page in site.every_page(server.slug, lambda place: FiledRoads(log, place, base_url)):
        folder.put(inside + file_at(place), page.body)
    for whole in whole_files(services):
        with folder.putting(inside + whole.name) as file:
            sent = 0
            while units := await whole.units(server.slug, after=sent, limit=LINES_AT_ONCE):
                file.writelines(units)
                sent += len(units)


async def _write_for_crawlers(
    site: Site, folder: Folder, chosen: set[str], only: str | None, base_url: str | None
) -> None:
    """What search engines look for where the folder is the top of a host; a log alone has its map already."""
    inviting = [(slug, parts) for slug, parts in await site.crawlers.look() if slug in chosen]
    if only is None:
        folder.put(ROBOTS, robots([slug for slug, _ in inviting], base_url).body)
        if inviting and base_url is not None:
            maps = [FiledRoads(slug, "", base_url).address(part) for slug, parts in inviting for part in parts]
            folder.put(MAPS, list_of_maps(maps).body)
    elif chosen and not inviting:
        folder.put(ROBOTS, robots([], base_url).body)


def _nothing_at(slug: str, published: dict[str, PublishedServer]) -> str:
    if not published:
        return f"No log is published at “{slug}”, nor at any other address."
    return f"No log is published at “{slug}”. What is published: {', '.join(sorted(published))}"
