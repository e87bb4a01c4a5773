"""`manage.py launch_check`: what has to be decided in the staff area before the site is announced."""

from django.core.management.base import BaseCommand, CommandError

from campaign.living import todo


class Command(BaseCommand):
    help = (
        "List what waits for staff: the state of the law, help lines, positions that nobody has confirmed, answers and "
        "figures to be looked at. Exits 1 while anything is left; `check --deploy` looks at the settings."
    )

    def handle(self, **_: object) -> None:
        tasks = todo.todo()
        for task in tasks:
            self.stdout.write(f"{task.words}  {task.url}")
        if tasks:
            raise CommandError(f"Before launch, tasks that are left: {len(tasks)}")
        self.stdout.write("Nothing is left: the contents are ready.")
