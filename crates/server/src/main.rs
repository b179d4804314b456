//! The endpoint that takes merchant signups.

fn main() {}
