//! Callers of the API: nobody, a signed-in member, a gateway.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, StatusCode};
use serde_json::Value;

/// An answer, read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Answer {
    async fn read(answer: reqwest::Response) -> Result<Self, reqwest::Error> {
        let (status, headers) = (answer.status(), answer.headers().clone());
        let text = answer.text().await?;
        Ok(Self { status, headers, text })
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// The cookie it sets whose text begins like this.
    pub fn cookie(&self, start: &str) -> Option<String> {
        let cookies = self.headers.get_all("set-cookie").iter();
        let mut cookies = cookies.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap().to_owned());
        cookies.find(|cookie| cookie.starts_with(start))
    }

    /// The answer, if it has the expected status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.json()
    }

    /// All that a caller can see, except what differs from call to call anyway: the time, the id,
    /// and whether the body had arrived when the answer left, which decides about the connection.
    pub fn seen(&self) -> (u16, Vec<(String, String)>, String) {
        self.seen_without("")
    }

    /// The same, without the path that was called.
    pub fn seen_without(&self, path: &str) -> (u16, Vec<(String, String)>, String) {
        let id = self.json()["request_id"].as_str().unwrap_or_default().to_owned();
        assert!(!id.is_empty(), "no problem: {}", self.text);
        let plain = |text: &str| {
            let text = text.replace(&id, "ID");
            if path.is_empty() {
                text
            } else {
                text.replace(path, "PATH")
            }
        };
        let headers = self.headers.iter();
        let headers = headers.filter(|(name, _)| *name != "date" && *name != "connection");
        let headers = headers.map(|(name, value)| (name.to_string(), plain(value.to_str().unwrap())));
        let mut headers: Vec<_> = headers.collect();
        headers.sort();
        (self.status.as_u16(), headers, plain(&self.text))
    }

    /// What was seen, without what differs from call to call anyway; also of answers that are no problems.
    pub fn plain(&self) -> (u16, Vec<(String, String)>, String) {
        let id = self.headers["x-request-id"].to_str().unwrap();
        let own = ["date", "connection", "x-request-id"];
        let headers = self.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
        let mut headers: Vec<_> = headers.collect();
        headers.sort();
        (self.status.as_u16(), headers, self.text.replace(id, "ID"))
    }

    /// The problem's code, if the answer has the expected status.
    #[track_caller]
    pub fn refused(self, status: u16) -> String {
        let body = self.expect(status);
        body["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// One caller.
#[derive(Clone)]
pub struct Client {
    base: String,
    origin: Option<String>,
    http: reqwest::Client,
    cookie: Option<String>,
    tenant: Option<String>,
    headers: Vec<(String, String)>,
}

impl Client {
    /// Nobody.
    pub fn anonymous(base: &str) -> Self {
        Self {
            base: base.to_owned(),
            origin: Some(base.to_owned()),
            http: reqwest::Client::new(),
            cookie: None,
            tenant: None,
            headers: Vec::new(),
        }
    }

    /// Somebody with an account.
    pub async fn sign_in(base: &str, email: &str, password: &str) -> Self {
        let nobody = Self::anonymous(base);
        let body = serde_json::json!({"email": email, "password": password});
        let answer = nobody.post("/api/v1/session", &body).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        Self {
            cookie: Some(cookie),
            ..nobody
        }
    }

    /// The same caller with the session an answer gave.
    pub fn in_session(&self, answer: &Answer) -> Self {
        Self {
            cookie: Some(answer.cookie("tessera=").unwrap()),
            ..self.clone()
        }
    }

    /// The same caller, acting in a tenant.
    pub fn in_tenant(&self, tenant: impl ToString) -> Self {
        Self {
            tenant: Some(tenant.to_string()),
            ..self.clone()
        }
    }

    /// The same caller at another broker over the same database.
    pub fn at(&self, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            origin: Some(base.to_owned()),
            ..self.clone()
        }
    }

    /// The same caller on a page of this origin, or on none.
    pub fn on_page_of(&self, origin: Option<&str>) -> Self {
        Self {
            origin: origin.map(str::to_owned),
            ..self.clone()
        }
    }

    /// The same caller, naming no tenant.
    pub fn outside(&self) -> Self {
        Self {
            tenant: None,
            ..self.clone()
        }
    }

    /// The same caller with one more header.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    /// The same client, showing this by HTTP Basic.
    pub fn with_basic(&self, user: &str, password: &str) -> Self {
        let pair = STANDARD.encode(format!("{user}:{password}"));
        self.with("authorization", &format!("Basic {pair}"))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, "").await
    }

    /// Posts to a broker that may be gone.
    pub async fn try_post(&self, path: &str, body: &Value) -> Result<Answer, reqwest::Error> {
        self.try_send(Method::POST, path, Some(body.to_string()), "application/json")
            .await
    }

    /// Reads from a broker that may be gone.
    pub async fn try_get(&self, path: &str) -> Result<Answer, reqwest::Error> {
        self.try_send(Method::GET, path, None, "").await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body.to_string()), "application/json")
            .await
    }

    /// The status of an answer that may never end.
    pub async fn status_of(&self, path: &str) -> u16 {
        self.begin(Method::GET, path, None, "").await.unwrap().status().as_u16()
    }

    /// Begins to read an answer that goes on.
    pub async fn open_stream(&self, path: &str) -> reqwest::Response {
        let answer = self.begin(Method::GET, path, None, "").await.unwrap();
        assert_eq!(answer.status(), 200);
        answer
    }

    /// Sends any bytes.
    pub async fn send(&self, method: Method, path: &str, body: Option<String>, kind: &str) -> Answer {
        self.try_send(method, path, body, kind).await.unwrap()
    }

    /// Sends bytes that need not be text.
    pub async fn send_bytes(&self, method: Method, path: &str, body: Vec<u8>, kind: &str) -> Answer {
        let answer = self.begin(method, path, Some(body.into()), kind).await.unwrap();
        Answer::read(answer).await.unwrap()
    }

    /// Reads an answer that need not be text: its text is empty.
    pub async fn get_bytes(&self, path: &str) -> (Answer, Vec<u8>) {
        let answer = self.begin(Method::GET, path, None, "").await.unwrap();
        let (status, headers, text) = (answer.status(), answer.headers().clone(), String::new());
        (Answer { status, headers, text }, answer.bytes().await.unwrap().to_vec())
    }

    /// Sends any bytes to a broker that may be gone.
    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
        kind: &str,
    ) -> Result<Answer, reqwest::Error> {
        let answer = self.begin(method, path, body.map(Into::into), kind).await?;
        Answer::read(answer).await
    }

    async fn begin(
        &self,
        method: Method,
        path: &str,
        body: Option<reqwest::Body>,
        kind: &str,
    ) -> Result<reqwest::Response, reqwest::Error> {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(origin) = &self.origin {
            request = request.header("origin", origin);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(tenant) = &self.tenant {
            request = request.header("x-tenant-id", tenant);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(body) = body {
            request = request.header("content-type", kind).body(body);
        }
        request.send().await
    }
}
