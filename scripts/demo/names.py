"""French names as they are: accents, hyphens, apostrophes, particles."""


def listed(text: str) -> tuple[str, ...]:
    """The items of a comma-separated list."""
    return tuple(text.split(", "))


LAST = listed(
    "Lefèvre, Béranger, Garçon, Le Goff, D’Hautecour, N’Diaye, Müller, Cœurdevey, Peña, "
    "Kerouédan, Delaunay-Roux, Saint-Amand, L’Hostis, Nguyên, Benaïssa, Traoré, Faÿ, Haÿ-Lenoir, "
    "Brûlé, Château, De La Tour, Étienne, Grégoire, Hélias, Içard, Jégou, Lévêque, Maître, Noël, "
    "O’Connell, Pâris, Quéré, Rosé, Séguin, Thébault, Ursin, Vésinet, Weiß, Xatart, Yvénec, "
    "Zöller, Amrouche, Boutaïeb, Câlin, Dubœuf, Espérandieu, Fréchon, Guérin-Lacaze, Hervé, "
    "Josèphe, Kaïs, Loiseau, Mâcon, Nézet, Ollivier, Piètre, Rabéarivelo, Soulé, Téqui, Vallée"
)
WOMEN = (
    (1972, "Françoise, Véronique, Joëlle, Geneviève, Thérèse, Marie-Hélène, Noëlle, Solange"),
    (1990, "Céline, Aurélie, Stéphanie, Anne-Laure, Magali, Karima, Bérénice, Gaëlle, Hélène, Ève"),
    (2003, "Léa, Maëva, Ophélie, Inès, Zélie, Clémence, Aïssatou, Maëlys"),
    (2030, "Zoé, Chloé, Éléa, Anaïs, Capucine, Aïna, Léonie, Maé, Séléna, Rose-Aimée"),
)
MEN = (
    (1972, "Jean-François, Gérard, Rémi, Noël, André, Jean-Noël, Hervé, Raphaël"),
    (
        1990,
        "Jérôme, Sébastien, Cédric, Frédéric, Mickaël, Grégory, Jean-Baptiste, Loïc, Aymeric",
    ),
    (2003, "Théo, Clément, Rémy, Maël, Joël, Ismaël, Mathéo, Moïse"),
    (2030, "Éloi, Raphaël, Gabriel, Noé, Timéo, Léo, Côme, Maël, Ézio, Aloïs"),
)
STREETS = listed(
    "rue de l’Église, avenue de la République, place du Marché, chemin des Écoliers, "
    "quai de la Fosse, boulevard Voltaire, rue du Four, impasse des Mûriers, allée des Châtaigniers"
)
BUILDINGS = (
    None,
    None,
    "Résidence Les Glycines, bât. C",
    "Appt 12, 3e étage",
    None,
    "Lieu-dit Kermaïdic",
)


def first_names(sex: int, birth_year: int) -> tuple[str, ...]:
    """Names given to people born around that year; sex as in the NIR, 1 or 2."""
    pool = WOMEN if sex == 2 else MEN
    return listed(next(names for until, names in pool if birth_year < until))
