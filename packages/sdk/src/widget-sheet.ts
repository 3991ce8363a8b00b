/** The widget's whole look; colours are the product's tokens, light first. */
export const widgetSheet = `
:host{all:initial;display:block;color-scheme:light dark;
--bg:light-dark(#fff,#161a20);--sunken:light-dark(#efefec,#0b0d10);--fg:light-dark(#16191f,#e9ecf1);
--dim:light-dark(#4a5160,#aeb6c3);--line:light-dark(#dedfdc,#2a303a);--edge:light-dark(#7f8692,#6f7887);
--accent:light-dark(#2947c4,#8fa2ff);--on:light-dark(#fff,#0f1216);--bad:light-dark(#b3201a,#ff9a91);
--good:light-dark(#0b6b3a,#6fd69b);
font:14px/20px "IBM Plex Sans",system-ui,sans-serif;color:var(--fg)}
:host([data-theme=light]){color-scheme:light}
:host([data-theme=dark]){color-scheme:dark}
:host(.top){position:sticky;top:0;z-index:var(--z)}
:host(.over){position:fixed;inset-block-end:16px;inset-inline-start:16px;z-index:var(--z)}
:host(.corner){position:fixed;inset-block-end:16px;inset-inline-end:16px;z-index:var(--z)}
:host(.slotted){position:relative;inset:auto;display:block}
:host(.corner.slotted){display:inline-block}
*{box-sizing:border-box}
[hidden]{display:none!important}
p,ul,ol{margin:0;padding:0}
button{font:inherit;color:inherit;background:none;border:1px solid transparent;border-radius:4px;
min-height:32px;padding:5px 12px;cursor:pointer}
button[aria-disabled=true]{cursor:progress;opacity:.7}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.primary{background:var(--accent);color:var(--on);font-weight:600}
.plain{border-color:var(--edge)}
svg{width:16px;height:16px;display:block;fill:none;stroke:currentColor;stroke-width:1.5;
stroke-linecap:round;stroke-linejoin:round}
.close{position:absolute;inset-block-start:8px;inset-inline-end:8px;width:32px;padding:7px;color:var(--dim)}
.card{position:relative;background:var(--bg);overflow-wrap:anywhere}
.card:has(>.close){padding-inline-end:48px}
.title{font-weight:600}
time{color:var(--dim);font-size:12px;line-height:16px}
.body{display:grid;gap:8px;margin-block-start:4px}
.body:empty{display:none}
.body :is(ul,ol){padding-inline-start:20px}
.body code{font:13px/20px "IBM Plex Mono",ui-monospace,monospace;background:var(--sunken);padding:0 4px}
a{color:var(--accent)}
.acts{display:flex;flex-wrap:wrap;gap:8px;margin-block-start:12px}
.acts:empty{display:none}
.banner{padding:12px 16px;border-block-end:1px solid var(--line);box-shadow:inset 0 2px var(--accent)}
.banner:not(:has(form)){display:flex;flex-wrap:wrap;align-items:center;gap:4px 16px}
.banner:not(:has(form)) :is(.body,.acts){margin:0}
.toasts{display:grid;gap:8px;width:min(360px,calc(100vw - 32px))}
.toasts:empty{display:none}
.toast{padding:12px 16px;border:1px solid var(--line);border-block-start:2px solid var(--accent);
border-radius:4px;box-shadow:0 4px 16px #0003;animation:in .12s}
dialog{color:inherit;background:var(--bg);border:1px solid var(--line);
border-block-start:2px solid var(--accent);border-radius:8px;padding:24px;
width:min(480px,calc(100vw - 32px));max-height:calc(100vh - 32px);overflow:auto;animation:in .18s}
dialog::backdrop{background:#0b0d1099}
.modal{position:static;padding:0!important}
.modal .title{font-size:20px;line-height:28px;padding-inline-end:32px}
.dock{position:relative;display:flex;align-items:center;justify-content:flex-end;gap:8px}
.bell{position:relative;width:44px;height:44px;padding:0;display:grid;place-items:center;background:var(--bg);
border-color:var(--edge);border-radius:50%}
.bell svg{width:20px;height:20px}
.count{position:absolute;inset-block-start:-6px;inset-inline-end:-6px;min-width:20px;padding:0 5px;
border-radius:10px;background:var(--accent);color:var(--on);font-size:12px;font-weight:600;text-align:center}
.chip{background:var(--bg);border:1px solid var(--line);border-inline-start:2px solid var(--accent);
border-radius:4px;padding:2px 8px;max-width:220px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.panel{position:absolute;inset-block-end:calc(100% + 8px);inset-inline-end:0;
width:min(380px,calc(100vw - 32px));max-height:min(560px,calc(100vh - 96px));overflow:auto;
background:var(--bg);border:1px solid var(--line);border-radius:8px;box-shadow:0 8px 24px #0003;animation:in .18s}
:host(.slotted) .panel{inset-block:calc(100% + 8px) auto;z-index:var(--z)}
.head{position:sticky;top:0;z-index:1;padding:14px 16px;background:var(--bg);border-block-end:1px solid var(--line)}
.panel ul:not(.body ul){list-style:none}
.panel .card{padding-block:12px;padding-inline-start:16px;border-block-end:1px solid var(--line)}
.panel .card:not(:has(>.close)){padding-inline-end:16px}
.nothing,.footer{padding:12px 16px}
.nothing{color:var(--dim)}
.feedback{display:grid;gap:8px;margin-block-start:12px;flex-basis:100%}
.feedback .acts{margin:0}
.feedback>label{font-weight:600}
.footer .feedback{margin:0}
textarea{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--edge);border-radius:4px;
padding:8px;width:100%;resize:vertical}
[aria-invalid=true]{border-color:var(--bad)}
fieldset{border:0;margin:0;padding:0;display:flex;gap:4px 12px;flex-wrap:wrap}
legend{padding:0;margin-block-end:4px}
small{font-size:12px;color:var(--dim)}
fieldset label{display:flex;align-items:center;gap:4px;min-height:24px}
input{accent-color:var(--accent);margin:0;width:16px;height:16px}
.error{color:var(--bad)}
.error:empty{display:none}
.thanks{color:var(--good)}
@keyframes in{from{opacity:0}}
@media (prefers-reduced-motion:reduce){*{animation:none!important}}
`;
