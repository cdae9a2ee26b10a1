// The one way in which text becomes markup (Trusted Types). The app writes what is fixed about its screens, and its charts, as
// markup; the browser hands every such text to this policy first. It lets through elements and attributes that can do nothing by
// themselves, in the one spelling that every parser reads alike. Anything else is an error at the place that wrote it.
(() => {
  if (!globalThis.trustedTypes?.createPolicy) return;

  const words = (text) => new Set(text.split(" "));
  const elements = words(
    "a abbr article aside b blockquote br button caption circle code col colgroup dd details dialog div dl dt ellipse em fieldset " +
      "figcaption figure footer form g h1 h2 h3 h4 header hr i input kbd label legend li line main mark nav ol optgroup option output " +
      "p path polygon polyline pre progress rect s section select small span strong sub summary sup svg symbol table tbody td text " +
      "textarea tfoot th thead time title tr tspan ul use",
  );
  const attributes = words(
    "autocapitalize autocomplete checked class cols colspan cx cy d datetime dir disabled enterkeyhint fill for height hidden " +
      "href id inputmode lang max maxlength min minlength multiple name open placeholder points r readonly rel required role rows " +
      "rowspan rx ry scope selected spellcheck step stroke stroke-width tabindex target text-anchor title transform type value viewBox " +
      "width x x1 x2 xmlns y y1 y2",
  );
  const named = /^(?:aria|data)-[a-z-]+$/;
  const ownPlace = /^(?:\/(?!\/)|#)/;
  // A comment without words, a tag, or text.
  const piece = /<!(?:----|-- --)?>|<\/([a-zA-Z][a-zA-Z0-9]*)>|<([a-zA-Z][a-zA-Z0-9]*)((?: [a-zA-Z][a-zA-Z0-9-]*(?:="[^"<]*")?)*) ?\/?>|[^<]+/y;

  const isHarmless = ([, name, value]) =>
    (attributes.has(name) || named.test(name)) && (name !== "href" || ownPlace.test(value ?? ""));

  const isPlain = (markup) => {
    piece.lastIndex = 0;
    while (piece.lastIndex < markup.length) {
      const found = piece.exec(markup);
      if (!found) return false;
      const [, closed, opened, given] = found;
      const element = closed ?? opened;
      if (element && !elements.has(element)) return false;
      if (given && ![...given.matchAll(/ ([^ =]+)(?:="([^"]*)")?/g)].every(isHarmless)) return false;
    }
    return true;
  };

  // Without createScript and createScriptURL no text ever becomes code.
  trustedTypes.createPolicy("default", { createHTML: (markup) => (isPlain(markup) ? markup : null) });
})();
