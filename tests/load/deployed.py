"""The sample proxy, `deploy/nginx.conf`, in front of a site of the laboratory: adapted to this machine, not improved.

Besides what it has, it listens on one more port without TLS, because the floor has none: encrypting would cost both the
same, and hide what differs.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.faults.lab.processes import Process, free_port
from tests.load.floors import running_nginx
from tests.load.grown import GrownSite
from tests.load.wrk import program
from tests.test_proxy import TEMPLATE, at_home

NAME = "server_name petition.example.org;  # HERE: the host of SITE_ORIGIN"
VISITOR = "proxy_set_header X-Forwarded-For $remote_addr;"


@dataclass(frozen=True)
class Proxy:
    """The proxy's port without TLS, and its process."""

    port: int
    process: Process


@contextmanager
def deployed_proxy(site: GrownSite, *, believes_its_visitors=False) -> Iterator[Proxy]:
    """The sample in front of this site; raises ValueError where the sample has changed so that it can't be adapted.

    With `believes_its_visitors` one driver can play people of many networks.
    """
    folder, plain = site.ground.folder / "proxy", free_port()
    folder.mkdir()
    certificate = [program("openssl", package="openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
                   "-subj", "/CN=lab", "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]  # fmt: skip
    subprocess.run(certificate, check=True, capture_output=True)
    ports = {name: free_port() for name in ("alive", "http", "https")} | {"site": site.port}
    sample = TEMPLATE.read_text()
    if NAME not in sample or VISITOR not in sample:
        raise ValueError("deploy/nginx.conf names its main server, or the visitor, in another way")
    opened = sample.replace(NAME, f"listen 127.0.0.1:{plain}; server_name 127.0.0.1;")
    if believes_its_visitors:
        opened = opened.replace(VISITOR, VISITOR.replace("$remote_addr", "$http_x_forwarded_for"))
    (folder / "nginx.conf").write_text(at_home(opened, folder, ports))
    with running_nginx(folder, plain) as process:
        yield Proxy(plain, process)
