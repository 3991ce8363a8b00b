/** The widget's whole look; colours are the product's tokens, light first. */
export const widgetSheet = `
:host{all:initial;display:block;color-scheme:light dark;
--bg:light-dark(#fff,#161a20);--fg:light-dark(#16191f,#e9ecf1);--dim:light-dark(#4a5160,#aeb6c3);
--line:light-dark(#dedfdc,#2a303a);--edge:light-dark(#7f8692,#6f7887);--accent:light-dark(#2947c4,#8fa2ff);
--on:light-dark(#fff,#0f1216);--bad:light-dark(#b3201a,#ff9a91);--good:light-dark(#0b6b3a,#6fd69b);
font:14px/20px "IBM Plex Sans",system-ui,sans-serif;color:var(--fg)}
:host([data-theme=light]){color-scheme:light}
:host([data-theme=dark]){color-scheme:dark}
:host(.top){position:sticky;top:0;z-index:var(--z)}
:host(.over){position:fixed;inset:auto auto 16px 16px;z-index:var(--z)}
:host(.corner){position:fixed;inset:auto 16px 16px auto;z-index:var(--z)}
:host(.slotted){position:relative;inset:auto}
*{box-sizing:border-box;margin:0}
[hidden]{display:none!important}
button,textarea{font:inherit;color:inherit;background:none;border:1px solid var(--edge);border-radius:4px;padding:5px 12px}
button{min-height:32px;cursor:pointer}
[aria-disabled=true]{opacity:.7}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.primary{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:600}
svg{width:16px;height:16px;display:block;fill:none;stroke:currentColor;stroke-width:1.5}
.close{position:absolute;top:8px;inset-inline-end:8px;width:32px;padding:7px;color:var(--dim);border:0}
.card{position:relative;overflow-wrap:anywhere}
.card,dialog,.panel,.head,.bell,.chip{background:var(--bg);border:0 solid var(--line)}
.card:has(>.close)>.title{padding-inline-end:36px}
.title,.feedback>label{font-weight:600}
time,small{color:var(--dim);font-size:12px}
.body{display:grid;gap:8px;margin-top:4px}
.body ul,ol{padding-inline-start:20px}
a{color:var(--accent)}
.acts{display:flex;flex-wrap:wrap;gap:8px;margin-top:12px}
.body:empty,.acts:empty,.toasts:empty,.error:empty{display:none}
.banner{padding:12px 48px 12px 16px;border-bottom-width:1px;box-shadow:inset 0 2px var(--accent)}
.banner:not(:has(form)){display:flex;flex-wrap:wrap;align-items:center;gap:4px 16px}
.banner:not(:has(form))>*,.feedback .acts,.footer .feedback{margin:0}
.toasts{display:grid;gap:8px;width:min(360px,100vw - 32px)}
.toast,dialog,.panel{border-width:1px;border-radius:4px;box-shadow:0 4px 16px #0003;animation:in .18s}
.toast,dialog{padding:12px 16px;border-top:2px solid var(--accent)}
dialog{margin:auto;color:inherit;padding:24px;width:min(480px,100vw - 32px);max-height:calc(100vh - 32px);overflow:auto}
::backdrop{background:#0b0d1099}
.modal{position:static}
.modal>.title{font-size:20px;line-height:28px}
.dock{position:relative;display:flex;align-items:center;justify-content:flex-end;gap:8px}
.bell{position:relative;width:44px;height:44px;padding:11px;border:1px solid var(--edge);border-radius:50%}
.bell svg{width:20px;height:20px}
.count{position:absolute;top:-6px;inset-inline-end:-6px;min-width:20px;padding:0 5px;border-radius:10px;background:var(--accent);color:var(--on);font-size:12px;font-weight:600}
.chip{border-width:1px;border-radius:4px;padding:2px 8px;max-width:220px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.panel{position:absolute;inset:auto 0 calc(100% + 8px) auto;width:min(380px,100vw - 32px);max-height:min(560px,100vh - 96px);overflow:auto}
:host(.slotted) .panel{inset:calc(100% + 8px) 0 auto auto;z-index:var(--z)}
.head{position:sticky;top:0;z-index:1;padding:14px 16px}
.head,.panel .card{border-bottom-width:1px}
.panel>ul{list-style:none;padding:0}
.panel .card,.nothing,.footer{padding:12px 16px}
.nothing{color:var(--dim)}
.feedback{display:grid;gap:8px;margin-top:12px}
[aria-invalid=true],.error{border-color:var(--bad);color:var(--bad)}
fieldset{border:0;padding:0;display:flex;gap:12px}
legend{padding:0 0 4px}
fieldset label{display:flex;align-items:center;gap:4px;min-height:24px}
input{accent-color:var(--accent);width:16px;height:16px}
.thanks{color:var(--good)}
@keyframes in{from{opacity:0}}
@media (prefers-reduced-motion:reduce){*{animation:none!important}}
`;
