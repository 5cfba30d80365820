namespace Rvos.Evaluation.Contours;

/// <summary>How well the contours of a true and a predicted mask lie on each other.</summary>
/// <param name="Prediction">Pixels of the predicted contour.</param>
/// <param name="Truth">Pixels of the true contour.</param>
/// <param name="PredictionMatched">Those of the predicted contour that lie near the true one.</param>
/// <param name="TruthMatched">Those of the true contour that lie near the predicted one.</param>
public readonly record struct ContourMatch(long Prediction, long Truth, long PredictionMatched, long TruthMatched)
{
    /// <summary>Share of the predicted contour that lies near the true one, in [0,1]; 1 when only the prediction has none.</summary>
    public double Precision => Prediction == 0 ? 1 : Truth == 0 ? 0 : (double)PredictionMatched / Prediction;

    /// <summary>Share of the true contour that lies near the predicted one, in [0,1]; 1 when only the truth has none.</summary>
    public double Recall => Truth == 0 ? 1 : Prediction == 0 ? 0 : (double)TruthMatched / Truth;

    /// <summary>Contour accuracy F in [0,1] (Perazzi et al., CVPR 2016, 4.1): harmonic mean of precision and recall; 1 when neither mask has a contour.</summary>
    public double F => Precision + Recall is var sum && sum == 0 ? 0 : 2 * Precision * Recall / sum;
}
