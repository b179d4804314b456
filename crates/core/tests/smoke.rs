use merchant_signup_core::*;
#[test]
fn smoke() {
    let o = Options::new(Date::new(2026,11,22).unwrap());
    println!("{}", check_slice(br#"{"signup":5, "x":[[1]]}"#, &o));
    println!("{}", check_slice(br#"{"signup":{"bankname":1,"bank_name":1,"bank_name":2}, "x":[[1]], "x":2}"#, &o));
}
