//! What the connector makes of Nexi's answers: above all, what it never takes for done.
