"""Home Assistant serves `probatio` under this name: type checkers shall see what runs."""

from probatio import *
