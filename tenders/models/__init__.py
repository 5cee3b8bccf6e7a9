from tenders.models.alert import Alert, Announcement, News, Subscriber
from tenders.models.amendment import Amendment
from tenders.models.award import Award
from tenders.models.bid import Bid, BidFile
from tenders.models.buyer import Buyer, BuyerMembership
from tenders.models.contract import Contract, ContractSignature, Party
from tenders.models.criterion import Criterion, Deliverable, EligibilityCondition
from tenders.models.decline import Decline, DeclineReason
from tenders.models.document import TenderDocument
from tenders.models.enquiry import Enquiry
from tenders.models.evaluation import ConsensusScore, Evaluation, Evaluator, Score
from tenders.models.history import PastNotice
from tenders.models.insight import MarketFigure, RegionFigure, Signal
from tenders.models.notice import Notice
from tenders.models.numbering import NumberSeries
from tenders.models.opening import OpeningApproval
from tenders.models.outage import ClosingHold, WatchSpan
from tenders.models.release import Record, Release
from tenders.models.submission import BidVersion, LateBid, PreparedBid, Submission
from tenders.models.tender import Tender
from tenders.models.title_word import TitleWord
from tenders.models.webhook import Delivery, Event, Webhook

__all__ = [
    "Alert",
    "Amendment",
    "Announcement",
    "Award",
    "Bid",
    "BidFile",
    "BidVersion",
    "Buyer",
    "BuyerMembership",
    "ClosingHold",
    "ConsensusScore",
    "Contract",
    "ContractSignature",
    "Criterion",
    "Decline",
    "DeclineReason",
    "Deliverable",
    "Delivery",
    "EligibilityCondition",
    "Enquiry",
    "Evaluation",
    "Evaluator",
    "Event",
    "LateBid",
    "MarketFigure",
    "News",
    "Notice",
    "NumberSeries",
    "OpeningApproval",
    "Party",
    "PastNotice",
    "PreparedBid",
    "Record",
    "RegionFigure",
    "Release",
    "Score",
    "Signal",
    "Submission",
    "Subscriber",
    "Tender",
    "TenderDocument",
    "TitleWord",
    "WatchSpan",
    "Webhook",
]
