//! Where the platform stands, as the client has called it, and what it tells of itself.
//!
//! Nothing of the world is read here.

use serde_json::{Value, json};

use super::clients;
use crate::exchange::Request;

/// Where it stands under Uni's address.
pub(crate) const PREFIX: &str = "/identity";

/// Where the platform stands, as the client has called it.
pub(super) struct Place {
    pub(super) api: String,
    pub(super) issuer: String,
}

impl Place {
    pub(super) fn of(request: &Request) -> Place {
        let host = request.header("host").unwrap_or("127.0.0.1");
        let api = format!("http://{host}/uni");
        Place { issuer: format!("{api}{PREFIX}"), api }
    }

    pub(super) fn token_endpoint(&self) -> String {
        format!("{}/connect/token", self.issuer)
    }

    pub(super) fn document(&self) -> Value {
        let issuer = &self.issuer;
        json!({
            "issuer": issuer,
            "jwks_uri": format!("{issuer}/.well-known/openid-configuration/jwks"),
            "authorization_endpoint": format!("{issuer}/connect/authorize"),
            "token_endpoint": self.token_endpoint(),
            "revocation_endpoint": format!("{issuer}/connect/revocation"),
            "scopes_supported": clients::SCOPES,
            "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        })
    }
}
