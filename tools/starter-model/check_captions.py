"""Prints sample captions, and the words that the vocabulary has no entry for.   python check_captions.py"""
import numpy as np
from captions import *; from data import *; from models import Tokenizer
ic = Icons(); tk = Tokenizer(f'{HERE}/out/tokenizer'); rng = np.random.default_rng(0); cn = list(COLORS)
print(len(ic.rows)); print(max(sum(i != tk.eos for i in tk(caption(r, 'light green', rng))) for r in ic.rows))
for _ in range(25): print(caption(ic.rows[rng.integers(len(ic.rows))], cn[rng.integers(18)], rng))
miss = [(n, [tk.bpe(w) for w in n.split()]) for r in ic.rows[::2] for n in r['names'] if any(len(tk.bpe(w)) > 1 for w in n.replace('-', ' ').split())]; print(miss)
