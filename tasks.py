"""The tasks of the press and of its book, for Invoke: `invoke --list`. They stand in press/cli/tasks.py."""

from bench.tasks import tasks_of

namespace = tasks_of(__file__)
