//! An HTTP server that speaks the wire protocol of Amazon Bedrock on loopback.
