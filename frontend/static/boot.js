// Shows a notice when the app cannot start or its code has stopped for good, since nothing else on the page can say so then.
(() => {
  let started = false;

  const fatal = (error) =>
    !started ||
    error instanceof WebAssembly.RuntimeError ||
    error instanceof WebAssembly.CompileError ||
    error instanceof WebAssembly.LinkError;

  const showNotice = () => {
    const notice = document.getElementById("boot-failed");
    if (!notice?.hidden) return;
    notice.hidden = false;
    notice.focus();
  };

  addEventListener("TrunkApplicationStarted", () => (started = true));
  addEventListener("error", (event) => {
    const failedScript = event.target instanceof HTMLScriptElement;
    if (failedScript || (event instanceof ErrorEvent && fatal(event.error))) showNotice();
  }, true);
  addEventListener("unhandledrejection", (event) => {
    if (fatal(event.reason)) showNotice();
  });
  document.getElementById("boot-reload")?.addEventListener("click", () => location.reload());
})();
