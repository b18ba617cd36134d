//! The engine against a slow, obvious oracle.
