//! The identity server against the published rules, not against the connector.
