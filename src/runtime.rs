//! The hosts: whoever holds a terminal, feeds inputs in and carries frames out.
