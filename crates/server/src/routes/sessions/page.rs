//! The page that a link leads to. Showing it changes nothing, since mail scanners open links; its button opens the session.

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State as FromState};
use axum::http::header::{
    CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use chrono::Utc;
use merchant_signup::Locale;
use merchant_signup::axum::locale;

use super::cookie::{self, Kind};
use super::visitor::{is_own_site, open_session, own_origin};
use crate::answer::{Refusal, RefusalCode};
use crate::config::SessionSettings;
use crate::paths::STYLESHEET;
use crate::routes::caller::source;
use crate::state::State;
use crate::store::Session;
use crate::vault::random_secret;

const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// The secret of a link. A path that is no UTF-8 has none, and is answered as any other that is unknown.
fn secret_of(link: Result<Path<String>, PathRejection>) -> String {
    link.map_or_else(|_| String::new(), |Path(link)| link)
}

pub(super) async fn show(
    FromState(state): FromState<State>,
    link: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, _) = request.into_parts();
    state.guard().count_opening(source(&parts, &state))?;
    let link = secret_of(link);
    let session = state.store().session_of_link(&link).await?;
    match session {
        Some(session) if session.can_be_opened(Utc::now()) => {
            let texts = texts(language(&session, &parts.headers));
            let button =
                format!("<form method=\"post\"><button type=\"submit\">{}</button></form>", texts.button);
            let refresh = session.refresh_url.as_deref();
            Ok(page(&state, StatusCode::OK, texts, texts.ready, &button, refresh))
        }
        session => elsewhere(&state, session, &parts.headers).await,
    }
}

pub(super) async fn open(
    FromState(state): FromState<State>,
    link: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, _) = request.into_parts();
    state.guard().count_opening(source(&parts, &state))?;
    let link = secret_of(link);
    if !is_own_site(&state, &parts.headers) {
        return Err(Refusal::new(RefusalCode::Forged));
    }
    let origin = own_origin(&state, &parts.headers).ok_or_else(|| Refusal::new(RefusalCode::SessionsOff))?;
    let settings = &state.settings().sessions;
    let is_framed = parts.headers.get(SEC_FETCH_DEST).is_some_and(|dest| dest == "iframe" || dest == "frame");
    let kind = match (is_framed && !settings.embedding_origins.is_empty(), origin.starts_with("https:")) {
        (true, _) => Kind::Embedded,
        (false, true) => Kind::Secure,
        (false, false) => Kind::Plain,
    };
    // Always a new one: what a browser had before may be known to somebody else.
    let secret = random_secret();
    let now = Utc::now();
    let session = state.store().session_of_link(&link).await?;
    if !state.store().open_session(&link, &secret, now, now + settings.lifetime).await? {
        return elsewhere(&state, session, &parts.headers).await;
    }
    let locale = session.and_then(|session| session.locale);
    let to = locale.map_or_else(|| "/".to_owned(), |locale| format!("/?lang={locale}"));
    let mut response = redirect(&to)?;
    let cookie = cookie::set(kind, &secret).ok_or_else(|| Refusal::new(RefusalCode::Internal))?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(response)
}

/// The way on from a link that cannot be opened.
async fn elsewhere(
    state: &State,
    session: Option<Session>,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    // Whoever has opened it in this browser is in already.
    if let (Some(session), Some(open)) = (&session, open_session(headers, state).await?)
        && session.id == open.id
    {
        return redirect("/");
    }
    if let Some(refresh) = session.as_ref().and_then(|session| session.refresh_url.as_deref()) {
        return redirect(refresh);
    }
    let locale = session.as_ref().map_or_else(|| visitors(headers), |session| language(session, headers));
    let texts = texts(locale);
    Ok(page(state, StatusCode::GONE, texts, texts.over, "", None))
}

fn redirect(to: &str) -> Result<Response, Refusal> {
    let to = HeaderValue::from_str(to).map_err(|_| Refusal::new(RefusalCode::Internal))?;
    Ok((StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response())
}

pub(super) async fn stylesheet() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("page.css")).into_response()
}

fn page(
    state: &State,
    status: StatusCode,
    texts: &Texts,
    text: &str,
    button: &str,
    refresh: Option<&str>,
) -> Response {
    let (lang, title) = (texts.locale.tag(), texts.title);
    let html = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"{STYLESHEET}\">\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n<p>{text}</p>\n{button}\n</main>\n</body>\n</html>\n"
    );
    let ancestors = state.settings().sessions.frame_ancestors();
    // A link that expires meanwhile leads to the platform, and browsers hold a form's redirect to be its action.
    let action = refresh.and_then(SessionSettings::origin_of).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self' {action}; frame-ancestors {ancestors}"
    );
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(lang));
    // The form's Origin is `null` where a page lets nothing be known of where it is.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn language(session: &Session, headers: &HeaderMap) -> Locale {
    session.locale.as_deref().map_or_else(|| visitors(headers), Locale::from_tag)
}

fn visitors(headers: &HeaderMap) -> Locale {
    locale(headers).unwrap_or(Locale::English)
}

/// What the page says.
struct Texts {
    locale: Locale,
    title: &'static str,
    ready: &'static str,
    button: &'static str,
    over: &'static str,
}

fn texts(locale: Locale) -> &'static Texts {
    TEXTS.iter().find(|texts| texts.locale == locale).unwrap_or(&ENGLISH)
}

const ENGLISH: Texts = Texts {
    locale: Locale::English,
    title: "Sign up for card payments",
    ready: "This link works once. Go on in the browser that you want to fill in the form with.",
    button: "Go to the form",
    over: "This link has been used, or is too old. Ask whoever sent it to you for a new one; your answers are kept.",
};

const TEXTS: &[Texts] = &[
    ENGLISH,
    Texts {
        locale: Locale::Norwegian,
        title: "Søk om kortbetaling",
        ready: "Denne lenken virker én gang. Gå videre i nettleseren du vil fylle ut skjemaet i.",
        button: "Gå til skjemaet",
        over: "Denne lenken er brukt eller for gammel. Be den som sendte den om en ny; svarene dine er tatt vare på.",
    },
    Texts {
        locale: Locale::Swedish,
        title: "Ansök om kortbetalning",
        ready: "Den här länken fungerar en gång. Fortsätt i den webbläsare som du vill fylla i formuläret i.",
        button: "Gå till formuläret",
        over: "Den här länken har använts eller är för gammal. Be den som skickade den om en ny; dina svar finns kvar.",
    },
    Texts {
        locale: Locale::Danish,
        title: "Ansøg om kortbetaling",
        ready: "Dette link virker én gang. Gå videre i den browser, du vil udfylde formularen i.",
        button: "Gå til formularen",
        over: "Dette link er brugt eller for gammelt. Bed den, der sendte det, om et nyt; dine svar er gemt.",
    },
    Texts {
        locale: Locale::Finnish,
        title: "Hae korttimaksuja",
        ready: "Tämä linkki toimii kerran. Jatka selaimessa, jossa haluat täyttää lomakkeen.",
        button: "Siirry lomakkeeseen",
        over: "Tämä linkki on käytetty tai vanhentunut. Pyydä lähettäjältä uusi; vastauksesi ovat tallessa.",
    },
];
