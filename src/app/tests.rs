//! State, keys, expected state: what pressing keys does, through the real key table and a real engine.
