//! The generated 2×2 mosaic mark of a tenant without a logo of its own.
