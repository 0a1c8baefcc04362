"""Article 004, propagation and back-propagation with 0-based indices."""

from app.engine.layers.activation import Relu
from app.explain.errata import formulas004 as formulas
from app.explain.errata.erratum import Erratum
from app.explain.errata.places import about, anywhere, has_gradient
from app.explain.errata.ties import TIED, about_ties, show_ties

ERRATA = (
    Erratum(
        "E004-1",
        "The upper limits of the sums",
        r"$\sum_{i=0}^{M-2(m/2)} \sum_{j=0}^{N-2(n/2)}$",
        r"$\sum_{i=0}^{M-m} \sum_{j=0}^{N-n}$",
        "With whole-number division and an odd side the printed limit is one too many; with real division it is right.",
        about(formulas.odd, "weight.grad"),
        "004-sum-limits",
        formulas.limits,
    ),
    Erratum(
        "E004-2",
        "m in the place of n in the bias formula",
        r"$\sum_{j=0}^{N-2(m/2)}$ in $\partial E/\partial b$",
        r"$\sum_{j=0}^{N-n}$",
        "The second sum runs over columns, and the kernel is n wide.",
        about(formulas.rectangular, "bias.grad"),
        "004-sum-limits",
        formulas.bias_limits,
    ),
    Erratum(
        "E004-3",
        "The derivative by the wrong weight",
        r"$\frac{\partial E}{\partial w_{st}} = \sum_{i,j} \frac{\partial E}{\partial y_{ij}} "
        r"\frac{\partial y_{ij}}{\partial w_{ij}}$",
        r"$\frac{\partial y_{ij}}{\partial w_{st}} = x_{(i+s)(j+t)}$",
        "It is the weight w_st that affects all y; w_ij mixes its indices with those of y.",
        about(formulas.wide, "weight.grad"),
        "004-dw_ij",
        formulas.one_number,
    ),
    Erratum(
        "E004-4",
        "Zero below the first δ only",
        r"$\frac{\partial E}{\partial y_{(i-s)(j-t)}} = 0$ for $i-s<0$ or $j-t<0$",
        r"and for $i-s>M-m$ or $j-t>N-n$",
        "Beyond the last entry of δ there is nothing either.",
        about(formulas.wide, "input.grad"),
        "004-zero-rule",
        formulas.zero_rule,
    ),
    Erratum(
        "E004-5",
        "The range of s and t in a pooling window",
        r"$(s \in l), (t \in l)$",
        r"$0 \le s, t \le l-1$",
        "l is a number; s and t count the cells of the window.",
        anywhere,
    ),
    Erratum(
        "E004-6",
        "Max pooling backward by equality",
        r"$\frac{\partial E}{\partial x} = \frac{\partial E}{\partial y_{ij}}$ wherever $y_{ij} = x_{(li+s)(lj+t)}$",
        "only at one maximum, whose index the forward pass records",
        TIED,
        about_ties,
        "004-maxpool-ties",
        show_ties,
    ),
    Erratum(
        "E004-7",
        "ReLU backward with the unknown on both sides",
        r"$\frac{\partial E}{\partial x} = \frac{\partial E}{\partial x}$",
        r"$\frac{\partial E}{\partial x} = \frac{\partial E}{\partial y}$",
        "What passes is the gradient of the output.",
        about(has_gradient(lambda place: isinstance(place.layer, Relu)), "input.grad"),
    ),
    Erratum(
        "E004-8",
        "The condition of ReLU's derivative",
        r"$y_{ij} \ge 0$",
        r"$x_{ij} > 0$",
        "y = max(0, x) is never negative, so the printed condition always holds.",
        about(formulas.negative, "input.grad"),
        "004-relu",
        formulas.relu,
    ),
    Erratum(
        "E004-9",
        "No sum over the kernels",
        r"$\frac{\partial E}{\partial x_{ij}}$ with a superscript k here and there, and no sum over k",
        r"$\frac{\partial E}{\partial x_{ij}} = \sum_k \sum_{s,t} "
        r"\frac{\partial E}{\partial y^k_{(i-s)(j-t)}} w^k_{st}$",
        "With several kernels every one of them reads x.",
        formulas.about_several,
        None,
        formulas.show_one_kernel,
    ),
    Erratum(
        "E004-10",
        "An index for a border that is not there (Sugomori's code)",
        r"$\delta_{i-(m-1)-s,\; j-(n-1)-t}$",
        r"$\delta_{i-s,\; j-t}$, the article's own form",
        "The offset m − 1 belongs to a δ with a border of zeros.",
        about(formulas.wide, "input.grad"),
        "004-sugomori-code",
        formulas.shifted,
    ),
)
