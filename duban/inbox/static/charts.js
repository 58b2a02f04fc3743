// Draws the tables of the board; the tables stay, and say the same without this file.
(() => {
  "use strict";
  const root = getComputedStyle(document.documentElement);
  const colour = (name) => root.getPropertyValue(`--${name}`).trim();
  const number = (cell) => Number(cell.textContent.trim());

  // Read a table: the names of its rows, and a series for each column that is not left out.
  const read = (table, most) => {
    const heads = [...table.tHead.rows[0].cells].slice(1);
    const rows = [...table.tBodies[0].rows].slice(0, most);
    const series = heads.flatMap((head, at) =>
      "skip" in head.dataset
        ? []
        : [{ name: head.textContent.trim(), tint: colour(head.dataset.colour), data: rows.map((row) => number(row.cells[at + 1])) }]);
    return { names: rows.map((row) => row.cells[0].dataset.short), series };
  };

  const common = (names, series) => ({
    animation: false,
    textStyle: { color: colour("soft"), fontFamily: "inherit" },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "line" } },
    grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
    color: series.map((one) => one.tint),
  });

  const value = { type: "value", minInterval: 1, axisLabel: { color: colour("soft") }, splitLine: { lineStyle: { color: colour("line") } } };
  const category = (names) => ({ type: "category", data: names, axisTick: { show: false }, axisLabel: { color: colour("soft"), width: 150, overflow: "truncate" } });

  const ways = {
    bars: ({ names, series }) => ({
      ...common(names, series),
      xAxis: value,
      yAxis: { ...category(names), inverse: true },
      series: series.map((one) => ({ name: one.name, data: one.data, type: "bar", stack: "all", barMaxWidth: 18 })),
    }),
    lines: ({ names, series }) => ({
      ...common(names, series),
      xAxis: { ...category(names), boundaryGap: false },
      yAxis: value,
      series: series.map((one) => ({ name: one.name, data: one.data, type: "line", symbolSize: 5 })),
    }),
  };

  document.querySelectorAll("[data-chart]").forEach((place) => {
    const table = read(document.getElementById(place.dataset.table), Number(place.dataset.most || 40));
    if (!table.names.length) return;
    const tall = place.dataset.chart === "bars" ? 60 + table.names.length * 28 : 260;
    place.style.height = `${tall}px`;
    const chart = echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(ways[place.dataset.chart](table));
    addEventListener("resize", () => chart.resize());
  });
})();
