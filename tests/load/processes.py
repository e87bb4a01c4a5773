"""What the processes of the site need: memory once everything was used, and time until they answer."""

import shutil
import time
from pathlib import Path
from statistics import median

from tests.faults.lab.ground import PYTHON, Ground, bare_environment
from tests.faults.lab.people import make_people
from tests.faults.lab.processes import Process, free_port, wait_until
from tests.load.alternate import family, settle
from tests.load.grown import LANGUAGES, GrownSite, grown_site
from tests.load.probe import ask
from tests.load.result import Options, Result

MIB = 1024 * 1024
LETTERS_EACH = 5


# --- memory ------------------------------------------------------------------------------------------------------
def memory(_: Options) -> list[Result]:
    """R1: proportional set size, which shares what is shared, once every page and letter was made in 24 languages."""
    with grown_site() as site:
        site.serve()
        see_everything(site)
        web = parts_in_mib(site.web)
        write_everything(site, site.workers[0])
        worker = parts_in_mib(site.workers[0])
    what = "memory (PSS): web, master and 2 workers, every page in 24 languages seen in 3 encodings"
    results = [_memory("web", what, 160, 89, web)]
    what = "memory (PSS): Celery worker and its 2 children, letters in 24 languages written"
    return [*results, _memory("worker", what, 120, 71, worker)]


def _memory(name: str, what: str, target: int, floor: int, parts: list[float]) -> Result:
    ours = f"{sum(parts):.0f} MiB: {' + '.join(f'{part:.0f}' for part in parts)}"
    floor_words = f"{floor} MiB: bare, one language"
    return Result("R1", what, f"≤ {target} MiB", floor_words, ours, sum(parts) / floor, sum(parts) <= target)


def parts_in_mib(process: Process) -> list[float]:
    """Proportional set size of the process and of each of its children."""
    settle([process])
    return [one.memory_full_info().pss / MIB for one in family(process)]


def see_everything(site: GrownSite):
    """Every page of the site map in every encoding, so often that each web process has answered it."""
    found = ask(site.port, "/sitemap.xml").body.decode()
    origin = f"http://127.0.0.1:{site.port}"
    paths = {part.partition("<")[0].removeprefix(origin) for part in found.split("<loc>")[1:]}
    for path in sorted(paths):
        for encoding in ("br", "gzip", "identity") * 3:
            ask(site.port, path, headers={"Accept-Encoding": encoding})


def write_everything(site: GrownSite, worker: Process):
    """A worker that has written to some people in every language."""
    worker.start()
    site.wait_for_worker(worker)
    people = make_people(LETTERS_EACH * len(LANGUAGES), seed=8, label="memory")
    for number, person in enumerate(people):
        language = LANGUAGES[number % len(LANGUAGES)]
        site.driver.sign(person.email, name=person.name, country=person.country, language=language, ip=person.ip)
    site.beat.start()
    site.settle(seconds=300)
    site.beat.kill()


# --- starting ----------------------------------------------------------------------------------------------------
def start(options: Options) -> list[Result]:
    """S1: from the moment the command is typed until a page is answered, medians of the rounds."""
    with grown_site() as site:
        site.release()
        web = median(seconds_until_a_page(site.web, site.port) for _ in range(options.rounds))
    ground = Ground()
    try:
        first, again = starts_of_the_demo(ground, options)
    finally:
        shutil.rmtree(ground.folder, ignore_errors=True)
    texts = (
        ("cold start of web (2 workers) until a page is answered", 1.5, web),
        ("start of the demo, nothing to compile", 3.0, again),
        ("the same in an empty data folder (tables are made)", 3.0, first),
    )
    return [Result("S1", what, f"≤ {most:g} s", "0.8–2.8 s", f"{took:.2f} s", None, took <= most)
            for what, most, took in texts]  # fmt: skip


def seconds_until_a_page(process: Process, port: int) -> float:
    """Start it, wait for a page, end it."""
    began = time.monotonic()
    process.start()
    try:
        wait_until(lambda: answers(port), seconds=60, what=process.name, process=process)
        return time.monotonic() - began
    finally:
        process.kill()


def answers(port: int) -> bool:
    try:
        return ask(port, "/en/petition/").status == 200
    except OSError:
        return False


def starts_of_the_demo(ground: Ground, options: Options) -> tuple[float, float]:
    """(in an empty folder, in a folder that is used); catalogues and bytecode are there."""
    prepared = ground.folder / "prepared"
    demo_seconds(ground, prepared)  # compiles
    folders = [ground.folder / f"demo{number}" for number in range(options.rounds)]
    first = [demo_seconds(ground, folder) for folder in folders]
    return median(first), median(demo_seconds(ground, folder) for folder in folders)


def demo_seconds(ground: Ground, data: Path) -> float:
    port = free_port()
    data.mkdir(exist_ok=True)
    command = [PYTHON, "manage.py", "demo", "--port", port, "--data", data]
    env = bare_environment(ground.code, data)
    return seconds_until_a_page(Process("demo", command, env=env, log=data / "demo.log", cwd=ground.code), port)


ROWS = {"R1": memory, "S1": start}
