"use strict";
(() => {
    const data = JSON.parse(document.getElementById("data").textContent);
    const content = document.getElementById("content");
    // The style sheet has all colours, for light and dark.
    const style = getComputedStyle(document.documentElement);
    const colourOf = name => style.getPropertyValue(`--${name}`).trim();
    const palette = ["c0", "c1", "c2", "c3", "c4", "c5"].map(colourOf);
    const limitColour = colourOf("limit");
    const designs = [...new Set(data.rows.map(row => row.design))];
    const colour = design => palette[designs.indexOf(design) % palette.length];
    const axis = { stroke: colourOf("soft"), grid: { stroke: colourOf("grid"), width: 1 }, ticks: { stroke: colourOf("tick"), width: 1 }, font: "12px system-ui, sans-serif", labelFont: "12px system-ui, sans-serif", labelSize: 20 };
    let expected = 0;
    let drawn = 0;

    function element(name, parent, text, className) {
        const made = document.createElement(name);
        if (text !== undefined) made.textContent = text;
        if (className) made.className = className;
        parent.append(made);
        return made;
    }

    function number(value, digits) {
        return value === null || value === undefined ? "–" : value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    }

    function compact(value) {
        return value === null ? "" : Math.abs(value) >= 1e6 ? `${+(value / 1e6).toFixed(2)}M` : Math.abs(value) >= 1e4 ? `${+(value / 1e3).toFixed(1)}k` : `${+value.toPrecision(4)}`;
    }

    // Curves and bars are coloured, axes and limits grey: coloured pixels show that something was drawn.
    function inkOf(chart) {
        const { left, top, width, height } = chart.bbox;
        const pixels = chart.ctx.getImageData(left, top, width, height).data;
        let ink = 0;
        for (let i = 0; i < pixels.length; i += 4) {
            const most = Math.max(pixels[i], pixels[i + 1], pixels[i + 2]);
            const least = Math.min(pixels[i], pixels[i + 1], pixels[i + 2]);
            if (pixels[i + 3] > 128 && most - least > 60) ink++;
        }
        return ink;
    }

    function drawLimit(chart, limit) {
        if (!limit) return;
        const { ctx, bbox } = chart;
        const at = chart.valToPos(limit.value, limit.scale, true);
        ctx.save();
        ctx.strokeStyle = limitColour;
        ctx.fillStyle = limitColour;
        ctx.lineWidth = 1.5 * devicePixelRatio;
        ctx.setLineDash([6, 4]);
        ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
        ctx.beginPath();
        if (limit.scale === "x") {
            ctx.moveTo(at, bbox.top);
            ctx.lineTo(at, bbox.top + bbox.height);
        } else {
            ctx.moveTo(bbox.left, at);
            ctx.lineTo(bbox.left + bbox.width, at);
        }
        ctx.stroke();
        ctx.textAlign = "left";
        ctx.textBaseline = "top";
        if (limit.name) ctx.fillText(limit.name, bbox.left + 5 * devicePixelRatio, at + 4 * devicePixelRatio);
        ctx.restore();
    }

    function card(parent, title, series, make) {
        const place = element("div", parent, undefined, "chart");
        element("h3", place, title);
        if (series.length === 0) {
            element("div", place, "nothing to show: no access had to wait", "empty");
            return;
        }
        expected++;
        make(place);
    }

    function plot(place, options, values, limit) {
        const width = Math.max(280, place.clientWidth - 28);
        let counted = false;
        const hook = chart => {
            drawLimit(chart, limit);
            place.dataset.ink = inkOf(chart);
            if (!counted) drawn++;
            counted = true;
            document.documentElement.dataset.chartsDrawn = drawn;
        };
        new uPlot({ width, height: 260, cursor: { show: false }, legend: { live: false }, padding: [14, 14, 0, 0], ...options, hooks: { draw: [hook] } }, values, place);
    }

    const upTo = (least, limit) => (chart, from, to) => [0, Math.max(to, limit ?? 0, least) * 1.08];

    // A line for each design over the numbers of nodes; with one number only, a bar for each design.
    function byNodes(parent, title, unit, rows, value, limit, least = 0) {
        const known = rows.filter(row => value(row) !== null && value(row) !== undefined);
        const nodes = [...new Set(known.map(row => row.nodes))].sort((a, b) => a - b);
        const names = designs.filter(name => known.some(row => row.design === name));
        card(parent, title, names, place => {
            const find = (name, count) => known.find(row => row.design === name && row.nodes === count);
            const single = nodes.length === 1;
            const ticks = single ? names : nodes.map(count => `${count}`);
            const series = names.map((name, index) => ({
                label: name, stroke: colour(name), width: 2, fill: single ? colour(name) + "cc" : undefined,
                paths: single ? uPlot.paths.bars({ size: [0.5, 90] }) : undefined, points: { show: !single, size: 7, fill: colour(name) },
            }));
            const values = names.map((name, index) => single ? names.map((_, i) => i === index ? value(find(name, nodes[0])) : null) : nodes.map(count => find(name, count) ? value(find(name, count)) : null));
            plot(place, {
                scales: { x: { time: false, range: [single ? -0.6 : -0.15, ticks.length - (single ? 0.4 : 0.85)] }, y: { range: upTo(least, limit?.value) } },
                axes: [
                    { ...axis, size: 32, label: single ? `${nodes[0]} nodes` : "nodes", splits: () => ticks.map((_, i) => i), values: (chart, splits) => splits.map(i => ticks[i]) },
                    { ...axis, label: unit, size: 62, values: (chart, splits) => splits.map(compact) },
                ],
                series: [{}, ...series],
            }, [ticks.map((_, i) => i), ...values], limit && { ...limit, scale: "y" });
        });
    }

    // Marks of a logarithmic axis: 1, 2 and 5 of each decade, or the decades if there are many.
    function decades(from, to) {
        const digits = to / from > 2000 ? [1] : [1, 2, 5];
        const marks = [];
        for (let decade = 10 ** Math.floor(Math.log10(from)); decade <= to; decade *= 10) marks.push(...digits.map(digit => digit * decade).filter(mark => mark >= from && mark <= to));
        return marks;
    }

    // How many of the faults took so long or less, for the most nodes.
    function latencies(parent, rows) {
        const most = Math.max(...rows.map(row => row.nodes));
        const known = rows.filter(row => row.nodes === most && row.latencies.length > 0);
        card(parent, `Fault latency, ${most} nodes (dashed: idle link, ${number(data.limit.fetchAcrossSwitchMicroseconds, 1)} us)`, known, place => {
            const tables = known.map(row => [[...row.latencies.map(point => Math.max(1, point.microseconds))], row.latencies.map(point => point.part * 100)]);
            const floor = data.limit.fetchAcrossSwitchMicroseconds;
            const all = tables.flatMap(table => table[0]);
            const range = [Math.min(floor, ...all) * 0.8, Math.max(floor, ...all) * 1.2];
            plot(place, {
                scales: { x: { time: false, distr: 3, range }, y: { range: [0, 104] } },
                axes: [
                    { ...axis, size: 32, label: "us from access to page, logarithmic", splits: () => decades(...range), filter: (chart, splits) => splits, values: (chart, splits) => splits.map(compact) },
                    { ...axis, label: "% of the faults", size: 62 },
                ],
                series: [{}, ...known.map(row => ({ label: row.design, stroke: colour(row.design), width: 2, spanGaps: true, paths: uPlot.paths.stepped({ align: 1 }), points: { show: false } }))],
            }, uPlot.join(tables), { value: floor, scale: "x" });
        });
    }

    const columns = [
        { name: "faults", value: row => row.faults, digits: 0 },
        { name: "misses", value: row => row.misses, digits: 0 },
        { name: "messages a miss", value: row => row.messagesPerMiss, digits: 2, best: Math.min },
        { name: "bytes a miss", value: row => row.bytesPerMiss, digits: 0, best: Math.min },
        { name: "median, us", value: row => row.medianMicroseconds, digits: 0, best: Math.min },
        { name: "p99, us", value: row => row.p99Microseconds, digits: 0, best: Math.min },
        { name: "accesses/s", value: row => row.accessesPerSecond, digits: 0, best: Math.max },
        { name: "fairness", value: row => row.fairness, digits: 3, best: Math.max },
        { name: "busiest port, % of the link", value: row => row.busiestPort === null ? null : row.busiestPort * 100, digits: 1 },
        { name: "boot, s", value: row => row.bootSeconds, digits: 1 },
        { name: "program, s", value: row => row.programSeconds, digits: 1 },
    ];

    function table(parent, rows) {
        const shown = columns.filter(column => rows.some(row => column.value(row) !== null && column.value(row) !== undefined));
        const made = element("table", element("div", parent, undefined, "wide"));
        const head = element("tr", element("thead", made));
        for (const name of ["nodes", "protocol"]) element("th", head, name, "text");
        for (const column of shown) element("th", head, column.name);
        const hasOutput = rows.some(row => row.output);
        if (hasOutput) element("th", head, "what the program printed", "text");
        const body = element("tbody", made);
        for (const row of rows) {
            const line = element("tr", body);
            element("td", line, `${row.nodes}`, "text");
            element("td", line, row.design, "text");
            const rivals = rows.filter(other => other.nodes === row.nodes);
            for (const column of shown) {
                const figures = rivals.map(column.value).filter(figure => figure !== null && figure !== undefined);
                const isBest = column.best && figures.length > 1 && new Set(figures).size > 1 && column.value(row) === column.best(...figures);
                element("td", line, number(column.value(row), column.digits), isBest ? "best" : "");
            }
            if (hasOutput) element("td", line, row.output ?? "", "output");
        }
    }

    function section(name, source, rows) {
        element("h2", content, source === "simulated" ? name : `${name}, under QEMU`);
        if (rows[0].about) element("p", content, rows[0].about, "soft");
        const charts = element("div", content, undefined, source === "simulated" ? "charts" : "charts four");
        const limit = data.limit;
        byNodes(charts, "Messages", "messages a miss", rows, row => row.messagesPerMiss, undefined, 1);
        byNodes(charts, "Bytes", "bytes a miss", rows, row => row.bytesPerMiss, undefined, 1);
        latencies(charts, rows);
        if (source === "simulated") {
            byNodes(charts, "Throughput", "accesses a second", rows, row => row.accessesPerSecond, undefined, 1);
            byNodes(charts, "Fairness", "Jain's index (1: all alike)", rows, row => row.fairness, undefined, 1);
            byNodes(charts, "Busiest port of the switch", "MB/s", rows, row => row.busiestPort * limit.bytesPerSecond / 1e6, { value: limit.bytesPerSecond / 1e6, name: `the link: ${number(limit.bytesPerSecond / 1e6, 0)} MB/s` });
        } else {
            byNodes(charts, "Misses", "pages fetched or upgraded", rows, row => row.misses, undefined, 1);
        }
        table(content, rows);
    }

    function validation(check) {
        element("h2", content, `Simulator against hypervisor: ${check.protocol}`);
        element("p", content, `${check.trace}, ${check.nodes} nodes, ${number(check.records, 0)} records, ${number(check.lost, 0)} lost. ${check.about}`, "soft");
        const made = element("table", element("div", content, undefined, "wide"));
        const head = element("tr", element("thead", made));
        element("th", head, "what", "text");
        for (const name of ["hypervisor", "simulator, recorded times", "difference", "simulator, recorded gaps", "difference"]) element("th", head, name);
        const body = element("tbody", made);
        for (const row of check.rows) {
            const line = element("tr", body);
            element("td", line, row.what, "text");
            element("td", line, number(row.counted, 0));
            for (const simulated of [row.atTimes, row.atGaps]) {
                element("td", line, number(simulated, 0));
                element("td", line, row.counted === 0 ? "–" : `${number((simulated - row.counted) / row.counted * 100, 1)} %`);
            }
        }
        for (const line of check.explanation) element("p", content, line);
    }

    element("p", content, data.summary, "soft");
    const facts = element("dl", content);
    for (const [name, value] of data.facts) {
        element("dt", facts, name);
        element("dd", facts, value);
    }
    for (const source of [...new Set(data.rows.map(row => row.source))]) {
        const own = data.rows.filter(row => row.source === source);
        for (const name of [...new Set(own.map(row => row.workload))]) section(name, source, own.filter(row => row.workload === name));
    }
    data.validations.forEach(validation);
    document.documentElement.dataset.chartsExpected = expected;
})();
