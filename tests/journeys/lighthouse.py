"""`python -m tests.journeys.lighthouse [addresses]`: Lighthouse's four scores on a phone, and why points were lost.

Lighthouse comes by npx into a throw-away folder, and judges a grown site with its files collected and compressed.
Performance depends on how busy this machine is; the other three scores do not.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.faults.lab.ground import Ground
from tests.faults.lab.site import Site

LIGHTHOUSE = "lighthouse@~12.8"
PAGES = ("/en/", "/en/petition/")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> None:
    ground = Ground().start()
    try:
        site = Site(ground)
        site.manage("collectstatic", "--noinput")
        site.start()
        origin = f"http://127.0.0.1:{site.port}"
        for address in sys.argv[1:] or PAGES:
            print("\n".join(lines_of(address, report(origin + address, ground.folder))), flush=True)
        site.stop()
    finally:
        ground.stop()


def report(url: str, folder: Path) -> dict:
    path = folder / "report.json"
    flags = "--headless=new --disable-gpu" + (" --no-sandbox" if os.geteuid() == 0 else "")
    command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={path}"]
    ours = {"CHROME_PATH": os.environ.get("CHROMIUM") or shutil.which("chromium"), "npm_config_cache": f"{folder}/npm"}
    command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={flags}"]
    subprocess.run(command, env=os.environ | ours, cwd=folder, check=True, timeout=600)
    return json.loads(path.read_text())


def lines_of(address: str, report: dict) -> Iterator[str]:
    for name in CATEGORIES:
        category = report["categories"][name]
        yield f"{address} {name}: {round(100 * category['score'])}"
        for audit in [report["audits"][one["id"]] for one in category["auditRefs"] if one["weight"]]:
            if (audit["score"] if audit["score"] is not None else 1) < 0.995:
                yield f"    {audit['id']}: {audit['score']} {audit.get('displayValue', '')} {audit['title']}"
                yield from places_of(audit)


def places_of(audit: dict) -> list[str]:
    items = (audit.get("details") or {}).get("items", [])
    return [f"        {json.dumps(item, ensure_ascii=False)[:200]}" for item in items[:5]]


if __name__ == "__main__":
    main()
