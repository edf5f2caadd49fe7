"""P6: the ten most similar past cases, and what the index misses of them."""

import random
import statistics
import time

from harness import Figure, percentile

from odoo.addons.retail_complaint_addon.rules import similar, tokens

MOST = 10
# Comparing with every case takes long, ten seconds among a million: so many looks are
# checked that way.
MOST_CHECKED = 30
LOOKS = 100


def run(bench) -> list[Figure]:
    with bench.ours.env("admin") as env:
        env.cr.execute("SELECT ticket_id FROM complaint_fingerprint ORDER BY 1")
        ids = [id_ for (id_,) in env.cr.fetchall()]
        chosen = random.Random(7).sample(ids, LOOKS)
        tickets = env["helpdesk.ticket"]
        tickets.browse(chosen[0])._similar(MOST)
        times, own, answers = [], [], []
        for id_ in chosen:
            env.invalidate_all()
            begin, busy = time.perf_counter(), time.process_time()
            answers.append(tickets.browse(id_)._similar(MOST))
            times.append((time.perf_counter() - begin) * 1000)
            own.append((time.process_time() - busy) * 1000)
        # After all of them were timed: reading the whole table empties the caches.
        looked = list(zip(chosen, answers, strict=True))[:MOST_CHECKED]
        recalls = [_recall(env, id_, found) for id_, found in looked]
    return [
        Figure("p50", statistics.median(times), "ms"),
        Figure("p50 of Odoo's own processor time", statistics.median(own), "ms"),
        Figure("p95", percentile(times, 0.95), "ms", goal="≤ 50"),
        Figure(f"recall@{MOST}", statistics.mean(recalls), goal="≥ 0.9"),
        Figure(f"lowest recall@{MOST}", min(recalls)),
    ]


def _recall(env, id_, found) -> float:
    """Return the share of the best that were found, by score: equals are as good."""
    exact = _exact(env, id_)
    if not exact:
        return 1.0
    least = exact[-1] - 1e-9
    return sum(score >= least for _id, score, _common in found) / len(exact)


def _exact(env, id_) -> list[float]:
    """Return the best scores, by comparing with every case, without the index."""
    index = env["complaint.fingerprint"].sudo()
    case = env["helpdesk.ticket"].sudo().browse(id_)
    words = tokens.numbers(tokens.words(index._text(case)))
    facts = index._facts(case)
    every = [*words, *facts.values()]
    rows = index._rows_estimate()
    known, rare = index._frequencies(every, rows)
    query = similar.wanted(words, facts, known, rows, rare)
    env.cr.execute(
        """
        SELECT ticket_id,
               ARRAY(SELECT word.token FROM unnest(tokens) AS word(token)
                      WHERE word.token = ANY(%s)),
               words
          FROM complaint_fingerprint WHERE ticket_id <> %s
        """,
        [every, id_],
    )
    return [score for _id, score in similar.best(query, env.cr.fetchall(), MOST)]
