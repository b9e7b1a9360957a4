//! The API as facts: operations by method and path, limits, a validator of JSON against a shape.
