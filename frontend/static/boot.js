// Shows a notice when the app cannot start or its code has stopped for good, since nothing else on the page can say so then.
(() => {
  let started = false;

  const fatal = (error) =>
    !started ||
    error instanceof WebAssembly.RuntimeError ||
    error instanceof WebAssembly.CompileError ||
    error instanceof WebAssembly.LinkError;

  const inPortuguese = {
    "boot-failed-title": "A Tessera parou de funcionar",
    "boot-failed-text": "A página encontrou uma falha da qual não consegue se recuperar, ou não pôde iniciar. O que você salvou está seguro.",
    "boot-reload": "Recarregar página",
  };

  // The same choice as the app's (i18n/mod.rs), which may not have started.
  const speaksPortuguese = () => {
    let chosen = null;
    try {
      chosen = localStorage.getItem("language");
    } catch {
      // Storage is forbidden here: the browser's languages decide.
    }
    const tag = [chosen, ...navigator.languages].find((tag) => /^(?:pt|en)(?:-|$)/i.test(tag ?? ""));
    return /^pt/i.test(tag ?? "");
  };

  const showNotice = () => {
    const notice = document.getElementById("boot-failed");
    if (!notice?.hidden) return;
    if (speaksPortuguese()) {
      notice.lang = "pt-BR";
      for (const [id, text] of Object.entries(inPortuguese)) document.getElementById(id).textContent = text;
    } else {
      notice.lang = "en";
    }
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
