"""What staff keep current without a developer: the state of the law, dates, figures, help lines, voices, answers.

Words that ship stand in the code as messages of the catalogue; rows hold what staff decided: dates, sources, marks, and
words of their own in as many languages as they have.
"""
