"""Bad inputs: a table of requests that no honest browser sends, and what must come of each."""

import pytest

pytest.register_assert_rewrite("tests.bad_inputs.must")
