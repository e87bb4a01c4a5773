"""The seeded-defect proof: one deliberate mistake at a time, and the one test that must notice it.

`python -m tests.defects` proves all, `python -m tests.defects NAME …` those; exit code 1 when one survives.
"""
