//! What the formats owe to the same buffer.
