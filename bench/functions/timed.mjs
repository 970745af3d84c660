// How long a handler takes for events, one after the other, in microseconds.
const WARM = 2_000;

export async function timed(handle, texts, rounds, eventOf = JSON.parse) {
    const times = [];
    const warm = Math.ceil(WARM / texts.length);
    for (let round = 0; round < warm + rounds; round += 1) {
        for (const text of texts) {
            const event = eventOf(text); // The runtime's own work, before the handler is called.
            const began = process.hrtime.bigint();
            await handle(event);
            const took = Number(process.hrtime.bigint() - began) / 1_000;
            if (round >= warm) times.push(took);
        }
    }
    times.sort((a, b) => a - b);
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    return { events: times.length, mean, p50: at(0.5), p99: at(0.99), max: times.at(-1) };
}

const columns = (cells) => cells.map((cell) => cell.padStart(10)).join('');

export const heading = (what) => console.error(what.padEnd(30) + columns(['mean', 'p50', 'p99', 'max']));

export const row = (name, { mean, p50, p99, max }) =>
    console.error(name.padEnd(30) + columns([mean, p50, p99, max].map((time) => time.toFixed(1))));
