//! The second module's exports: what a page does now and then, and what has no place in the one that every page loads.
//!
//! Options, metadata and whatever else is irregular cross here as JavaScript values.

use merchant_signup_core::payload::Format;
use merchant_signup_core::{
    Code, Date, Field, JsonType, Level, Locale, Options, Profile, Section, catalogue, check_slice, messages,
};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::{Serializer, from_value};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

/// Options as the package hands them over: all settled.
#[derive(Deserialize)]
struct Given {
    today: String,
    level: String,
    profile: String,
    locale: String,
    account: Option<String>,
}

/// Checks JSON text, as bytes.
///
/// # Errors
///
/// Where the options are not of their type.
#[wasm_bindgen]
pub fn check_text(text: &[u8], options: JsValue) -> Result<JsValue, JsError> {
    let given: Given = from_value(options)?;
    let mut options = Options::new(Date::parse(&given.today).map_err(|_| JsError::new("today is no date"))?)
        .level(Level::from_name(&given.level).unwrap_or_default())
        .profile(Profile::from_name(&given.profile).unwrap_or(Profile::NO_2018))
        .locale(Locale::from_tag(&given.locale));
    options.account = given.account;
    written(&check_slice(text, &options))
}

/// What an issue of another door says, in a language; nothing where its code is not known.
///
/// # Errors
///
/// Where the parameters are no object.
#[wasm_bindgen]
pub fn format_message(code: &str, params: JsValue, locale: &str) -> Result<Option<String>, JsError> {
    let params = from_value(params)?;
    let locale = Locale::from_tag(locale);
    Ok(Code::from_name(code).map(|code| messages::message_of(code, &params, locale)))
}

/// Every code that a report can have.
///
/// # Errors
///
/// Never, as far as is known.
#[wasm_bindgen]
pub fn rules() -> Result<JsValue, JsError> {
    written(&catalogue().collect::<Vec<_>>())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    path: String,
    pointer: String,
    name: &'static str,
    label: &'static str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_length: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_items: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<&'static [&'static str]>,
    section: Option<&'static str>,
}

/// Every field of the payload, in the table's order, with its label in a language.
///
/// # Errors
///
/// Never, as far as is known.
#[wasm_bindgen]
pub fn fields(locale: &str) -> Result<JsValue, JsError> {
    let locale = Locale::from_tag(locale);
    let in_body = Field::Document.below();
    let fields: Vec<_> = in_body
        .map(|field| Metadata {
            path: field.path(),
            pointer: field.pointer_pattern(),
            name: field.name(),
            label: messages::label(field, locale),
            r#type: JsonType::due_at(merchant_signup_core::Place::of(field)).name(),
            format: field.format().map(Format::name),
            max_length: field.format().and_then(Format::maximum),
            max_items: field.maximum_elements(),
            allowed: match field.format() {
                Some(Format::Enum(values)) => Some(values),
                _ => None,
            },
            section: field.section().map(Section::name),
        })
        .collect();
    written(&fields)
}

fn written<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
