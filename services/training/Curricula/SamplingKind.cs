namespace Rvos.Training.Curricula;

/// <summary>Sampling schedules by the names that a configuration uses.</summary>
public enum SamplingKind
{
    /// <summary><see cref="Curricula.TeacherForcing"/>.</summary>
    TeacherForcing,
    /// <summary><see cref="StepSampling"/>.</summary>
    Step,
    /// <summary><see cref="LinearSampling"/>.</summary>
    Linear,
    /// <summary><see cref="ExponentialSampling"/>.</summary>
    Exponential,
    /// <summary><see cref="SigmoidSampling"/>.</summary>
    Sigmoid,
}
