//! The way from a gateway to the broker: lets through, or behaves like a broker in trouble. Writes down
//! what a gateway asked.

use std::net::{SocketAddr, TcpListener};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf, copy_bidirectional};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

use super::wire::find;

/// What becomes of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It reaches the broker.
    Open,
    /// Nobody listens.
    Down,
    /// Somebody listens and says nothing.
    Silent,
    /// Somebody hangs up without a word.
    HangsUp,
    /// Every check gets these bytes.
    Says(&'static str),
}

/// What the door and its thread share.
struct Inside {
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    broker: Mutex<String>,
    asked: Mutex<Vec<Asked>>,
    /// Counts the ways it has had.
    turns: AtomicUsize,
}

/// What was asked over one connection.
type Asked = Arc<Mutex<Vec<u8>>>;

/// The door in front of a broker.
pub struct Door {
    inside: Arc<Inside>,
    way: watch::Sender<Way>,
}

/// A connection, in clear or not.
trait Socket: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Socket for T {}

impl Door {
    /// An open door, to nowhere until a broker is there. It has an address of its own, whose port no
    /// connection can take while it is closed.
    pub fn new(tls: impl FnOnce(SocketAddr) -> Option<TlsAcceptor>) -> Self {
        let number = tessera_broker::random::base62(3).unwrap().into_bytes();
        let address = format!("127.{}.{}.{}:0", number[0], number[1], number[2]);
        Self::at(&address, tls)
    }

    /// The same at `address`.
    pub fn at(address: &str, tls: impl FnOnce(SocketAddr) -> Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let inside = Arc::new(Inside {
            address,
            tls: tls(address),
            broker: Mutex::default(),
            asked: Mutex::default(),
            turns: AtomicUsize::new(0),
        });
        let (way, changes) = watch::channel(Way::Open);
        let shared = Arc::clone(&inside);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(attend(shared, listener, changes));
        });
        let door = Self { inside, way };
        while door.inside.turns.load(Ordering::SeqCst) == 0 {
            std::thread::yield_now();
        }
        door
    }

    /// Host and port.
    pub fn address(&self) -> String {
        self.inside.address.to_string()
    }

    pub fn leads_to(&self, broker: &str) {
        broker
            .trim_start_matches("http://")
            .clone_into(&mut self.inside.broker.lock().unwrap());
    }

    /// From now on; connections that are there end.
    pub fn set(&self, way: Way) {
        let before = self.inside.turns.load(Ordering::SeqCst);
        self.way.send(way).unwrap();
        while self.inside.turns.load(Ordering::SeqCst) == before {
            std::thread::yield_now();
        }
    }

    /// Everything a gateway has asked since this was called last.
    pub fn take_asked(&self) -> String {
        let mut asked = self.inside.asked.lock().unwrap();
        let bytes = asked.iter().map(|asked| std::mem::take(&mut *asked.lock().unwrap()));
        let text = bytes
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect();
        asked.retain(|asked| Arc::strong_count(asked) > 1);
        text
    }
}

/// Until the door is gone.
async fn attend(inside: Arc<Inside>, listener: TcpListener, mut changes: watch::Receiver<Way>) {
    let mut listener = Some(listener);
    loop {
        let way = *changes.borrow_and_update();
        if way == Way::Down {
            drop(listener.take());
            inside.turns.fetch_add(1, Ordering::SeqCst);
            if changes.changed().await.is_err() {
                return;
            }
            continue;
        }
        let bound = listener
            .take()
            .unwrap_or_else(|| TcpListener::bind(inside.address).unwrap());
        bound.set_nonblocking(true).unwrap();
        let accepting = tokio::net::TcpListener::from_std(bound.try_clone().unwrap()).unwrap();
        listener = Some(bound);
        inside.turns.fetch_add(1, Ordering::SeqCst);
        loop {
            tokio::select! {
                changed = changes.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return,
                },
                accepted = accepting.accept() => {
                    let (socket, _) = accepted.unwrap();
                    let (inside, mut changes) = (Arc::clone(&inside), changes.clone());
                    tokio::spawn(async move {
                        tokio::select! {
                            _ = changes.changed() => {}
                            () = serve(&inside, socket, way) => {}
                        }
                    });
                }
            }
        }
    }
}

async fn serve(inside: &Inside, socket: tokio::net::TcpStream, way: Way) {
    let mut socket: Box<dyn Socket> = match &inside.tls {
        None => Box::new(socket),
        Some(tls) => match tls.accept(socket).await {
            Ok(socket) => Box::new(socket),
            // Who does not trust the certificate.
            Err(_) => return,
        },
    };
    let asked = Asked::default();
    inside.asked.lock().unwrap().push(Arc::clone(&asked));
    let (mut buffer, mut read) = ([0; 16384], Vec::new());
    while let Ok(count @ 1..) = socket.read(&mut buffer).await {
        asked.lock().unwrap().extend_from_slice(&buffer[..count]);
        read.extend_from_slice(&buffer[..count]);
        if way == Way::Open {
            return forward(inside, socket, read, &asked).await;
        }
        if find(&read, b"\r\n\r\n").is_none() {
            continue;
        }
        read.clear();
        match way {
            Way::Says(answer) => {
                let _ = socket.write_all(answer.as_bytes()).await;
                let _ = socket.flush().await;
            }
            Way::Silent => {}
            _ => return,
        }
    }
}

/// Passes on what was read, and everything else both ways.
async fn forward(inside: &Inside, socket: Box<dyn Socket>, read: Vec<u8>, asked: &Asked) {
    let broker = inside.broker.lock().unwrap().clone();
    let Ok(mut there) = tokio::net::TcpStream::connect(broker).await else {
        return;
    };
    if there.write_all(&read).await.is_err() {
        return;
    }
    let mut heard = Heard { socket, asked };
    let _ = copy_bidirectional(&mut heard, &mut there).await;
}

/// A connection whose bytes are written down as they are read.
struct Heard<'a> {
    socket: Box<dyn Socket>,
    asked: &'a Asked,
}

impl AsyncRead for Heard<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.socket).poll_read(context, buffer);
        self.asked.lock().unwrap().extend_from_slice(&buffer.filled()[before..]);
        read
    }
}

impl AsyncWrite for Heard<'_> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut self.socket).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(context)
    }
}
