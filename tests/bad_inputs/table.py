"""The whole table: every concrete bad input, named after its row of the fault model."""

from tests.bad_inputs import addresses, bodies, exports, links, names, wires
from tests.bad_inputs.row import Accepted, Row

ROOMS = (addresses, names, bodies, links, wires, exports)
ROWS: list[Row] = [row for room in ROOMS for row in room.rows()]
ACCEPTED = [row for row in ROWS if isinstance(row.must, Accepted)]
REFUSED = [row for row in ROWS if not isinstance(row.must, Accepted)]
