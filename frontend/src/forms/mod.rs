//! Forms: fields, what is wrong with them, and sending them once.

pub mod act;
pub mod checked;
pub mod creation;
pub mod failure;
pub mod fields;
pub mod kept;
