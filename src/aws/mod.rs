//! The only place that imports `aws_sdk_*`.
