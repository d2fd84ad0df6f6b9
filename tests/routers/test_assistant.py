"""Hugo: what it answers, when it hands over, and how often it is right."""

import httpx
import pytest

from app.container import Container
from app.main import create_app
from app.schemas.assistant import AssistantAnswerRead, Confidence, TopicPage
from app.services.assistant.answers import LIKELY
from app.services.assistant.library import Library
from app.settings import Settings
from app.values.content import ContentKind
from tests.clock import AdjustableClock
from tests.declared import assert_declared
from tests.factories.content import demo_texts, publish, publish_demo
from tests.factories.operations import operations_of, published_app
from tests.queries import count_queries
from tests.services.assistant.questions import NONSENSE, TUNED, UNSEEN, pairs

ASK = "/v1/assistant/questions"
FIRST, AMONG_THREE, DECLINED = 0.85, 0.95, 0.9


@pytest.fixture
async def _knowledge(container: Container) -> None:
    await publish_demo(container, ContentKind.KNOWLEDGE)


def library(language: str = "fr") -> Library:
    return Library(list(demo_texts(ContentKind.KNOWLEDGE).items()), language)


class TestHowOftenItIsRight:
    @pytest.mark.parametrize("text", [TUNED, UNSEEN], ids=["tuned", "unseen"])
    def test_the_first_answer_and_the_first_three(self, text: str) -> None:
        books, questions = library(), pairs(text)
        assert len(questions) >= 80
        first = among = 0
        for question, slug in questions:
            found = [match for match in books.search(question)[:3] if match.score >= LIKELY]
            slugs = [match.entry.slug for match in found]
            first += slugs[:1] == [slug]
            among += slug in slugs
        assert first / len(questions) >= FIRST
        assert among / len(questions) >= AMONG_THREE

    def test_nonsense_is_declined(self) -> None:
        books, lines = library(), NONSENSE.strip().splitlines()
        declined = sum(
            not any(match.score >= LIKELY for match in books.search(line)[:1]) for line in lines
        )
        assert declined / len(lines) >= DECLINED

    def test_no_question_of_the_two_sets_is_the_same(self) -> None:
        tuned, unseen = ({question for question, _ in pairs(text)} for text in (TUNED, UNSEEN))
        assert tuned.isdisjoint(unseen)


class TestLinks:
    def test_every_entry_leads_to_an_operation_that_exists(self) -> None:
        operations = {operation.id for operation in operations_of(published_app())}
        linked = {
            text["operation_id"]
            for text in demo_texts(ContentKind.KNOWLEDGE).values()
            if "operation_id" in text
        }
        assert linked
        assert linked <= operations


@pytest.mark.usefixtures("_knowledge")
class TestAskAssistant:
    @pytest.mark.parametrize("question", ["", "x" * 501, "\x00", None])
    async def test_a_question_is_a_text(self, client: httpx.AsyncClient, question: str) -> None:
        assert (await client.post(ASK, json={"question": question})).status_code == 422

    async def test_it_answers_and_says_what_does_it(self, client: httpx.AsyncClient) -> None:
        response = await client.post(ASK, json={"question": "ma carte a été volée"})
        assert_declared(response.content, AssistantAnswerRead)
        body = response.json()
        assert (body["confidence"], body["answer"]["slug"]) == (Confidence.HIGH, "carte-perdue")
        assert body["answer"]["operation_id"] == "getCardDocument"
        assert "hand_over" not in body
        assert len(body["suggestions"]) <= 2

    async def test_it_declines_and_hands_over(self, client: httpx.AsyncClient) -> None:
        body = (await client.post(ASK, json={"question": "recette de la tarte"})).json()
        assert (body["confidence"], "answer" in body) == (Confidence.NONE, False)
        assert body["hand_over"]["phone"] == "01 44 20 97 80"

    async def test_it_speaks_english(self, client: httpx.AsyncClient) -> None:
        response = await client.post(
            ASK, json={"question": "I lost my card"}, headers={"Accept-Language": "en"}
        )
        assert response.json()["answer"]["title"] == "Lost or stolen card"

    async def test_it_answers_only_from_what_is_published_now(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        question = {"question": "ma carte a été volée"}
        await client.post(ASK, json=question)
        text = demo_texts(ContentKind.KNOWLEDGE)["carte-perdue"]
        withdrawn = {**text, "published": False}
        await publish(container, ContentKind.KNOWLEDGE, "carte-perdue", withdrawn)
        body = (await client.post(ASK, json=question)).json()
        assert body.get("answer", {}).get("slug") != "carte-perdue"

    async def test_once_its_books_are_read_it_asks_one_question(
        self, client: httpx.AsyncClient, container: Container
    ) -> None:
        await client.post(ASK, json={"question": "ma carte"})
        with count_queries(container) as queries:
            await client.post(ASK, json={"question": "mes lunettes"})
        assert len(queries) == 1

    async def test_nothing_of_it_is_logged(
        self, client: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]
    ) -> None:
        await client.post(ASK, json={"question": "mon cancer canari"})
        assert "canari" not in "".join(capfd.readouterr())


@pytest.mark.usefixtures("_knowledge")
class TestListAssistantTopics:
    async def test_everything_it_knows_by_topic(self, client: httpx.AsyncClient) -> None:
        response = await client.get("/v1/assistant/topics")
        assert_declared(response.content, TopicPage)
        topics = response.json()["items"]
        assert [topic["code"] for topic in topics][:2] == ["account", "card"]
        told = [entry["slug"] for topic in topics for entry in topic["entries"]]
        assert sorted(told) == sorted(demo_texts(ContentKind.KNOWLEDGE))


class TestLimit:
    async def test_one_address_asks_so_many_times_a_minute(
        self, settings: Settings, clock: AdjustableClock
    ) -> None:
        few = settings.model_copy(update={"questions_per_minute": 2})
        container = Container(few, clock=clock)
        await publish_demo(container, ContentKind.LINKS)
        transport = httpx.ASGITransport(create_app(few, container), client=("127.0.0.1", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://espace.test") as client:
            answers = [await client.post(ASK, json={"question": "ma carte"}) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[-1].json()["code"] == "rate_limited"
        await container.close()
