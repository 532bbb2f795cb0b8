"""A process application that brings nothing: for tests of the program without one."""
