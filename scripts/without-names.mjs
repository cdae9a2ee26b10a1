// Removes the names of functions from a WebAssembly module: half of its bytes, and only debuggers read them.
// (https://webassembly.github.io/spec/core/appendix/custom.html#name-section)
// The toolchain's own `strip = true` would also remove what wasm-bindgen needs.
export function withoutNames(module) {
  const kept = [module.subarray(0, 8)];
  for (let at = 8; at < module.length; ) {
    const [size, body] = leb128(module, at + 1);
    if (!(module[at] === 0 && customName(module, body) === "name")) {
      kept.push(module.subarray(at, body + size));
    }
    at = body + size;
  }
  return Buffer.concat(kept);
}

function customName(module, at) {
  const [length, start] = leb128(module, at);
  return module.subarray(start, start + length).toString("utf8");
}

// The number at `at` and where the bytes after it begin.
function leb128(module, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = module[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}
