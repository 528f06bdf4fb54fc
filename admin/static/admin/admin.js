// What the admin does better with a script. Every page works without it.
(() => {
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const one = (selector, within = document) => within.querySelector(selector);
    const on = (target, kind, react) => target?.addEventListener(kind, react);

    // Theme, density, menu: at once, and in the cookie that the server reads before it draws a page.
    const look = one('[data-look]');
    on(look, 'click', (event) => {
        const button = event.target.closest('button'), data = document.documentElement.dataset;
        if (!button) return;
        event.preventDefault();
        if (button.value) data[button.name] = button.value;
        else delete data[button.name];
        all('button', button.parentNode).forEach((b) => b.setAttribute('aria-pressed', b === button));
        const value = all('[aria-pressed="true"]', look).filter((b) => b.value).map((b) => b.name + '-' + b.value).join('.');
        const path = new URL(look.action).pathname.replace(/look\/$/, '');
        document.cookie = `admin_look=${value}; path=${path}; max-age=31536000; samesite=lax`;
    });

    // Keys: / searches the list, Ctrl+K everything, Ctrl+S saves.
    on(document, 'keydown', (event) => {
        const control = event.ctrlKey || event.metaKey, save = one('[name="_continue"]');
        const to = control && event.key === 'k' ? one('#everything')
            : event.key === '/' && !control && !event.target.closest('input:not([type="checkbox"]), textarea, select') ? one('#search') || one('#everything') : null;
        if (to || (control && event.key === 's' && save)) event.preventDefault();
        else return;
        if (to) to.select();
        else save.click();
    });

    // List: select all, a range with Shift, and how many.
    const rows = one('#rows');
    if (rows) {
        const boxes = all('tbody .pick input', rows), every = one('[data-all]', rows);
        const chosen = one('.chosen', rows), across = one('[name="select_across"]', rows);
        let last = null;
        const count = () => {
            const number = boxes.filter((box) => box.checked).length, full = number === boxes.length;
            if (chosen) chosen.textContent = number + ' ' + (number === 1 ? chosen.dataset.one : chosen.dataset.many);
            if (every) [every.checked, every.indeterminate] = [full, number > 0 && !full];
            if (!across) return;
            across.checked &&= full;
            across.parentNode.hidden = !full;
        };
        const set = (some, value) => { some.forEach((box) => { box.checked = value; }); count(); };
        on(every, 'change', () => set(boxes, every.checked));
        boxes.forEach((box, at) => on(box, 'click', (event) => {
            const from = event.shiftKey && last !== null ? last : at;
            set(boxes.slice(Math.min(at, from), Math.max(at, from) + 1), box.checked);
            last = at;
        }));
        count();
    }

    // Forms: unsaved changes are told, nothing is sent twice.
    all('form[data-guard]').forEach((form) => {
        const state = one('.state', form), buttons = all('button', form);
        let changed = one('.summary') !== null, sent = false;
        const tell = () => { if (state && changed) state.textContent = 'Unsaved changes'; };
        const lock = (now) => { sent = now; buttons.forEach((b) => b.setAttribute('aria-disabled', now)); };
        on(form, 'input', () => { changed = true; tell(); });
        on(form, 'submit', (event) => sent ? event.preventDefault() : lock(true));
        on(window, 'beforeunload', (event) => { if (changed && !sent) event.preventDefault(); });
        on(window, 'pageshow', (event) => { if (event.persisted) lock(false); });
        tell();
    });

    // A slug follows its title until someone writes it by hand.
    const slug = (text) => text.normalize('NFKD').toLowerCase().replace(/ß/g, 'ss').replace(/[^a-z0-9\s_-]/g, '')
        .replace(/[\s_-]+/g, '-').replace(/^-|-$/g, '');
    all('[data-from]').forEach((field) => {
        const sources = field.dataset.from.split(' ').map((id) => document.getElementById(id)).filter(Boolean);
        let own = field.value !== '';
        on(field, 'input', () => { own = field.value !== ''; });
        sources.forEach((source) => on(source, 'input', () => {
            const text = slug(sources.map((s) => s.value).join(' '));
            if (!own) field.value = field.maxLength > 0 ? text.slice(0, field.maxLength) : text;
        }));
    });

    // Inlines: one more row.
    all('[data-inline]').forEach((inline) => {
        const button = one('[data-add]', inline), blank = one('template', inline);
        const management = (name) => one(`[name="${inline.dataset.inline}-${name}"]`, inline);
        const total = management('TOTAL_FORMS'), most = management('MAX_NUM_FORMS')?.value || 1000;
        if (!button || !total) return;
        const check = () => { button.hidden = Number(total.value) >= Number(most); };
        on(button, 'click', () => {
            const holder = document.createElement('template');
            holder.innerHTML = `<table>${blank.innerHTML.replaceAll('__prefix__', total.value++)}</table>`;
            const row = one('tbody', holder.content);
            one('table', inline).append(row);
            check();
            one('input:not([type="hidden"]), textarea, select', row)?.focus();
        });
        check();
    });

    // An open filter panel closes with Escape or a click elsewhere.
    const filters = one('.filters');
    on(filters && document, 'click', (event) => { filters.open &&= filters.contains(event.target); });
    on(filters, 'keydown', (event) => {
        if (event.key !== 'Escape') return;
        filters.open = false;
        one('summary', filters).focus();
    });
})();
