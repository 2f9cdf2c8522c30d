//! The list of providers: whose each method is.

use crate::payment::{KINDS, known_methods};
use uniac_core::method::Owner;

#[test]
fn each_method_of_2026_is_one_providers_and_known_as_its() {
    let known = known_methods();
    for kind in KINDS {
        for method in kind.methods {
            assert_eq!(known.owner(method), Owner::Provider(kind.brand), "{method}");
        }
    }
    let mut all: Vec<&str> = KINDS.iter().flat_map(|kind| kind.methods).copied().collect();
    all.sort_unstable();
    let count = all.len();
    all.dedup();
    assert_eq!((all.len(), count), (13, 13), "each is one provider's");
}

#[test]
fn an_id_that_no_list_has_is_its_hosts() {
    let known = known_methods();
    for (id, brand) in [
        ("nets_easy_vipps_new", "Nexi Checkout"),
        ("stripe_klarna", "Stripe"),
        ("pp_klarna_klarna", "Klarna"),
    ] {
        assert_eq!(known.owner(id), Owner::Provider(brand), "{id}");
    }
}
